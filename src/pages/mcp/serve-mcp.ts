import type { Hono } from 'hono';
import type { Catalog } from '../../catalog/index.ts';
import { type JsonValue, Offence, scan } from '../../protocol/index.ts';
import { type Env, pageHeaders } from '../page-headers.ts';
import { answerMessage } from './answer-message.ts';

const caps = { bytes: 64 * 1024, depth: 16, nodes: 2_000 };

/** The catalogue as an MCP server over Streamable HTTP: one message a request, one JSON answer, no session. */
export function catalogMcp(app: Hono<Env>, catalog: Catalog): void {
  app.post('/mcp/catalog', async (c) => {
    const bytes = Buffer.from(await c.req.arrayBuffer());
    const headers = { ...pageHeaders, 'content-type': 'application/json', 'cache-control': 'no-store' };
    if (scan(bytes, caps, 'keys') instanceof Offence) {
      const body = {
        jsonrpc: '2.0',
        id: null,
        error: { code: -32700, message: 'the body is no JSON that is taken here' },
      };
      return c.body(JSON.stringify(body), 400, headers);
    }
    const { status, body } = answerMessage(JSON.parse(bytes.toString()) as JsonValue, catalog, c.env.version);
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
  });
}

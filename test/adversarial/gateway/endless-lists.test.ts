/**
 * What a server can make the gateway hold is bounded by bytes, not by how many pages or names there are: each page may be
 * as large as an answer.
 */
import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Incoming, answer as sound } from '../../support/upstreams/answer.ts';
import { listening } from '../../support/upstreams/listening.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { codeOf, exchange, initialize, rawAgent } from './raw-agent.ts';

const MiB = 1024 * 1024;
const filler = `"${'x'.repeat(8 * MiB)}"`;
/** A page of any list, less its brackets. There is always another. */
const page = `{"name":"harm","uri":"large://a","inputSchema":{"type":"object"}},${filler}`;
let asked: string[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (request.method !== 'POST') {
      response.writeHead(405).end();
      return;
    }
    const { id, method, params } = JSON.parse(Buffer.concat(chunks).toString()) as Incoming;
    if (id === undefined) {
      response.writeHead(202).end();
      return;
    }
    asked.push(method);
    const items = /^(tools|resources)\/list$/.exec(method)?.[1];
    const result =
      items === undefined
        ? JSON.stringify(sound({ id, method, ...(params === undefined ? {} : { params }) }, []) ?? {})
        : `{"${items}":[${page}],"nextCursor":"${asked.length}"}`;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`);
  });
});

let gateway: OpenGateway;
beforeAll(async () => {
  const port = await listening(server);
  gateway = await openGateway({
    servers: { large: { url: `http://127.0.0.1:${port}/mcp`, allowPrivate: true } },
    policies: { open: { version: '1', default: 'allow' } },
    grants: { agent: { large: 'open' } },
  });
});
afterAll(async () => {
  await gateway.close();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
});

test('a list of tools that is too large in all is not read on, and nothing of it is called', async () => {
  const agent = await rawAgent(gateway, 'large');
  expect(codeOf(await agent.call('harm'))).toBe('upstream_invalid');
  expect(asked.filter((method) => method === 'tools/list').length).toBeLessThanOrEqual(5);
  expect(asked).not.toContain('tools/call');
});

test('at the URL of all servers resources are looked for in as much as one list may be', async () => {
  const head = [
    `Authorization: Bearer ${gateway.token()}`,
    'Accept: application/json, text/event-stream',
    'Content-Type: application/json',
  ];
  const hello = await exchange(gateway.port, 'POST', '/mcp', head, initialize);
  const id = /^mcp-session-id: (.+)$/im.exec(hello.head)?.[1]?.trim();
  const own = [...head, `Mcp-Session-Id: ${id}`, 'MCP-Protocol-Version: 2025-11-25'];
  await exchange(gateway.port, 'POST', '/mcp', own, '{"jsonrpc":"2.0","method":"notifications/initialized"}');
  const read = '{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"large://a"}}';
  // What was read of the list stands.
  expect((await exchange(gateway.port, 'POST', '/mcp', own, read)).body).toContain('contents');
  expect(asked.filter((method) => method === 'resources/list').length).toBeLessThanOrEqual(5);
  expect(gateway.log()).toContain('a list is too long to be read whole');
});

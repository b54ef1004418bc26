import { createServer } from 'node:http';
import { answer, type FixtureTool, type Incoming } from '../support/upstreams/answer.ts';
import { listening } from '../support/upstreams/listening.ts';

/** Tools of the server: a policy opens `left` or `right`, and always `middle`. */
export const tools = ['left', 'right', 'middle'] as const;
export type ToolName = (typeof tools)[number];

/** What arrived of one call. */
export interface Arrived {
  readonly tool: string;
  /** The header `X-Turn`, which the gateway adds as the server's registration says. */
  readonly turn: number;
}

export interface Upstream {
  readonly url: string;
  /** Argument `call` of each call → what arrived under it, once for each time. */
  readonly arrived: ReadonlyMap<number, readonly Arrived[]>;
  close(): Promise<void>;
}

/** An MCP server that remembers every call it was sent, and the header that came with it. */
export async function startUpstream(): Promise<Upstream> {
  const arrived = new Map<number, Arrived[]>();
  const defined = tools.map((name): FixtureTool => ({ name, inputSchema: { type: 'object' } }));
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method !== 'POST') return response.writeHead(405).end();
      const message = JSON.parse(Buffer.concat(chunks).toString()) as Incoming;
      if (message.id === undefined) return response.writeHead(202).end();
      if (message.method === 'tools/call') {
        const { name, arguments: args } = message.params as { name: string; arguments: { call: number } };
        const one = { tool: name, turn: Number(request.headers['x-turn']) };
        arrived.set(args.call, [...(arrived.get(args.call) ?? []), one]);
      }
      const result = answer(message, defined);
      const said = result === undefined ? { error: { code: -32601, message: 'Method not found' } } : { result };
      response.writeHead(200, { 'Content-Type': 'application/json' });
      return response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...said }));
    });
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    arrived,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

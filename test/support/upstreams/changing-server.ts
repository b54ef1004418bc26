import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listening } from './listening.ts';

/** A server over Streamable HTTP (2025-11-25) whose tools a test changes as it likes, and which counts what it is asked. */
export interface ChangingServer {
  readonly url: string;
  tools: object[];
  /** Whether it announces changes, as decent servers do: a test calls `announce`. */
  announce(): void;
  /** Names of the tools that were called. */
  readonly called: string[];
  /** Calls of `slow` that wait. */
  readonly waiting: Set<ServerResponse>;
  /** Every request by its method, `tools/call` included. */
  readonly asked: string[];
  close(): Promise<void>;
}

export async function startChangingServer(tools: object[]): Promise<ChangingServer> {
  const streams = new Set<ServerResponse>();
  const waiting = new Set<ServerResponse>();
  const called: string[] = [];
  const asked: string[] = [];
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    if (request.method === 'GET') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.flushHeaders();
      streams.add(response);
      return response.on('close', () => streams.delete(response));
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    if (text === '') return response.writeHead(200).end();
    const { id, method, params } = JSON.parse(text);
    asked.push(method);
    if (id === undefined) return response.writeHead(202).end();
    const say = (more: object): void => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Mcp-Session-Id': 's1' });
      response.end(JSON.stringify({ jsonrpc: '2.0', id, ...more }));
    };
    switch (method) {
      case 'initialize':
        return say({
          result: {
            protocolVersion: '2025-11-25',
            capabilities: { tools: { listChanged: true } },
            serverInfo: { name: 'changing', version: '1' },
          },
        });
      case 'tools/list':
        return say({ result: { tools: changing.tools } });
      case 'tools/call':
        called.push(params.name);
        if (params.name === 'slow') {
          waiting.add(response);
          return response.on('close', () => waiting.delete(response));
        }
        return say({ result: { content: [{ type: 'text', text: `called ${params.name}` }] } });
      default:
        return say({ error: { code: -32601, message: 'no such method' } });
    }
  };
  const port = await listening(server);
  const changing: ChangingServer = {
    url: `http://127.0.0.1:${port}/mcp`,
    tools,
    called,
    waiting,
    asked,
    announce: () => {
      const message = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
      for (const stream of streams) stream.write(`data: ${message}\n\n`);
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return changing;
}

import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { answer, type Incoming } from './answer.ts';
import { listening } from './listening.ts';

export interface SessionCounter {
  readonly url: string;
  /** Sessions that were opened and not ended. */
  sessions(): number;
  /** The servers' own streams that are open. */
  streams(): number;
  /** Calls of `wait` that nobody has left yet. */
  waiting(): number;
  close(): Promise<void>;
}

const tools = ['echo', 'wait', 'break', 'forget'].map((name) => ({ name, inputSchema: { type: 'object' as const } }));

/**
 * A server of the legacy era over Streamable HTTP that does no more than a session needs and counts what is held open.
 * `wait` never answers, `break` cuts the connection, `forget` loses the session and says so with the next request's 404.
 */
export async function startSessionCounter(): Promise<SessionCounter> {
  const sessions = new Map<string, ServerResponse | undefined>();
  let waiting = 0;

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const id = String(request.headers['mcp-session-id'] ?? '');
    if (id !== '' && !sessions.has(id)) return void response.writeHead(404, { 'Content-Length': 0 }).end();
    if (request.method === 'DELETE') {
      sessions.get(id)?.end();
      sessions.delete(id);
      return void response.writeHead(204).end();
    }
    if (request.method === 'GET') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders();
      sessions.set(id, response);
      // A stream that another has replaced is no news.
      response.once('close', () => sessions.get(id) === response && sessions.set(id, undefined));
      return;
    }
    const message = (await json(request)) as Incoming;
    if (message.id === undefined) return void response.writeHead(202, { 'Content-Length': 0 }).end();
    const called = message.method === 'tools/call' ? message.params?.name : undefined;
    if (called === 'break') return void request.socket.destroy();
    if (called === 'wait') {
      waiting += 1;
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders();
      response.once('close', () => {
        waiting -= 1;
      });
      return;
    }
    if (called === 'forget') {
      sessions.get(id)?.end();
      sessions.delete(id);
    }
    const opened = message.method === 'initialize' ? randomUUID() : undefined;
    if (opened !== undefined) sessions.set(opened, undefined);
    const result = answer(message, tools);
    const said = result === undefined ? { error: { code: -32601, message: 'Method not found' } } : { result };
    const body = JSON.stringify({ jsonrpc: '2.0', id: message.id, ...said });
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      ...(opened === undefined ? {} : { 'Mcp-Session-Id': opened }),
    });
    response.end(body);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  // Longer than a gateway keeps a connection that nobody uses: which of the two lets go first is not what is counted
  // here, and on a busy machine a margin of a second is none.
  server.keepAliveTimeout = 120_000;
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    sessions: () => sessions.size,
    streams: () => [...sessions.values()].filter((stream) => stream !== undefined).length,
    waiting: () => waiting,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

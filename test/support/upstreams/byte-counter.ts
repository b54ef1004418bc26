import { createServer, type Socket } from 'node:net';
import { answer, type FixtureTool, type Incoming } from './answer.ts';
import { listening } from './listening.ts';

export interface ByteCounter {
  readonly url: string;
  /** Every byte that has arrived on any connection. */
  bytes(): number;
  /** Connections ever accepted. */
  connections(): number;
  /** Every `tools/call` that has arrived: whatever body names it anywhere, however it is spelled. */
  toolCalls(): number;
  /** All that arrived, connections one after another as they came. */
  received(): Buffer;
  /** Bodies of the requests in the order of arrival. */
  bodies(): readonly string[];
  /** Forgets what was counted. */
  reset(): void;
  close(): Promise<void>;
}

const headEnd = Buffer.from('\r\n\r\n');

/**
 * An MCP server (legacy, without sessions) on a bare socket. It counts before it understands: no HTTP or JSON library
 * stands between the wire and the count.
 *
 * @param tools what `tools/list` shows
 * @param says what every call is answered with, instead of its name
 * @param waitMs how long the answer to a body takes, in ms; none at all when absent
 */
export async function startByteCounter(
  tools: readonly FixtureTool[] = [{ name: 'echo', inputSchema: { type: 'object' } }],
  says?: string,
  waitMs?: (body: string) => number,
): Promise<ByteCounter> {
  const sockets = new Set<Socket>();
  let chunks: Buffer[] = [];
  let bodies: string[] = [];
  let bytes = 0;
  let connections = 0;
  let toolCalls = 0;

  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.setNoDelay(true);
    let pending = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      pending = Buffer.concat([pending, chunk]);
      for (;;) {
        const end = pending.indexOf(headEnd);
        if (end === -1) return;
        const head = pending.toString('latin1', 0, end);
        const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
        const from = end + headEnd.length;
        if (pending.length < from + length) return;
        const body = pending.toString('utf8', from, from + length);
        pending = pending.subarray(from + length);
        bodies.push(body);
        if (/tools(\\u002f|\\?\/)call/i.test(body)) toolCalls += 1;
        const answered = respond(head, body, tools, says);
        const wait = waitMs?.(body) ?? 0;
        // Nobody sends a second request over a connection before the first is answered.
        if (wait === 0) socket.write(answered);
        else setTimeout(() => socket.write(answered), wait);
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    bytes: () => bytes,
    connections: () => connections,
    toolCalls: () => toolCalls,
    received: () => Buffer.concat(chunks),
    bodies: () => bodies,
    reset: () => {
      chunks = [];
      bodies = [];
      bytes = 0;
      connections = 0;
      toolCalls = 0;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function respond(head: string, body: string, tools: readonly FixtureTool[], says: string | undefined): string {
  if (!head.startsWith('POST ')) return 'HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n';
  let message: Incoming;
  try {
    message = JSON.parse(body) as Incoming;
  } catch {
    return 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n';
  }
  if (message.id === undefined) return 'HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n';
  const spoken = says !== undefined && message.method === 'tools/call';
  const result = spoken ? { content: [{ type: 'text', text: says }] } : answer(message, tools);
  const text = JSON.stringify({
    jsonrpc: '2.0',
    id: message.id,
    ...(result === undefined ? { error: { code: -32601, message: 'Method not found' } } : { result }),
  });
  return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

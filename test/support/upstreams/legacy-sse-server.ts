import { createServer } from 'node:http';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { legacyServer, type Seen } from './legacy-server.ts';
import { listening } from './listening.ts';

export interface LegacySse {
  /** The URL of the stream. */
  readonly url: string;
  readonly seen: Seen;
  /** How many streams are open. */
  open(): number;
  close(): Promise<void>;
}

/** The legacy fixture over HTTP+SSE, the transport of revision 2024-11-05: official SDK v1. */
export async function startLegacySse(): Promise<LegacySse> {
  const seen: Seen = { calls: [], cancelled: 0 };
  const sessions = new Map<string, SSEServerTransport>();
  const http = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://here');
    const known = sessions.get(searchParams.get('sessionId') ?? '');
    if (request.method === 'GET' && pathname === '/sse') {
      const transport = new SSEServerTransport('/messages', response);
      sessions.set(transport.sessionId, transport);
      response.on('close', () => sessions.delete(transport.sessionId));
      void legacyServer(seen).connect(transport as Parameters<ReturnType<typeof legacyServer>['connect']>[0]);
    } else if (request.method === 'POST' && pathname === '/messages' && known !== undefined) {
      void known.handlePostMessage(request, response);
    } else response.writeHead(pathname === '/sse' ? 405 : 404).end();
  });
  const port = await listening(http);
  return {
    url: `http://127.0.0.1:${port}/sse`,
    seen,
    open: () => sessions.size,
    close: () => {
      http.closeAllConnections();
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };
}

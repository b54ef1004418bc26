import { randomUUID } from 'node:crypto';
import {
  type EventStore,
  type McpServer,
  WebStandardStreamableHTTPServerTransport as Transport,
} from '@modelcontextprotocol/server';
import { EventLog } from '../event-log.ts';

/** The legacy era over HTTP: sessions, each with a server of its own. */
export class Sessions {
  readonly #open = new Map<string, { readonly transport: Transport; readonly server: McpServer }>();
  readonly #make: () => McpServer;

  constructor(make: () => McpServer) {
    this.#make = make;
  }

  /** Everybody who is in a session. */
  get servers(): readonly McpServer[] {
    return Array.from(this.#open.values(), ({ server }) => server);
  }

  async answer(request: Request): Promise<Response> {
    const id = request.headers.get('mcp-session-id');
    const known = id === null ? undefined : this.#open.get(id)?.transport;
    if (known !== undefined) return known.handleRequest(request);
    if (id !== null) return new Response(null, { status: 404 });
    const server = this.#make();
    const transport: Transport = new Transport({
      sessionIdGenerator: randomUUID,
      // One class for the SDK's both generations, whose messages are declared apart.
      eventStore: new EventLog() as unknown as EventStore,
      retryInterval: 50,
      onsessioninitialized: (opened) => void this.#open.set(opened, { transport, server }),
      onsessionclosed: (closed) => void this.#open.delete(closed),
    });
    await server.connect(transport);
    return transport.handleRequest(request);
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.#open.values(), ({ server }) => server.close()));
    this.#open.clear();
  }
}

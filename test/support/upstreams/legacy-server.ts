import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  CreateMessageResultSchema,
  ElicitResultSchema,
  ListRootsResultSchema,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { EventLog } from './event-log.ts';
import { listening } from './listening.ts';

/** What the servers of one process have seen. */
export interface Seen {
  /** Names of the tools called, in order. */
  readonly calls: string[];
  /** Calls of `wait` that were cancelled. */
  cancelled: number;
}

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;
const text = (value: string) => ({ content: [{ type: 'text' as const, text: value }] });

/** A server of the legacy era with a tool for everything that can belong to a call. */
export function legacyServer(seen: Seen): McpServer {
  const server = new McpServer(
    { name: 'legacy-fixture', version: '1.0.0' },
    { capabilities: { logging: {}, resources: { subscribe: true, listChanged: true }, tools: { listChanged: true } } },
  );
  const tool = (
    name: string,
    shape: z.ZodRawShape,
    run: (args: Record<string, unknown>, extra: Extra) => Promise<string>,
  ) =>
    server.registerTool(name, { description: `the tool ${name}`, inputSchema: shape }, async (args, extra) => {
      seen.calls.push(name);
      return text(await run(args, extra));
    });

  tool('echo', { value: z.unknown() }, async ({ value }) => JSON.stringify(value));
  tool('big', { bytes: z.number().default(5 * 1024 * 1024) }, async ({ bytes }) => 'x'.repeat(Number(bytes)));
  tool('seen', {}, async () => JSON.stringify(seen));
  tool('count', { to: z.number() }, async ({ to }, extra) => {
    const { progressToken } = extra._meta ?? {};
    for (let progress = 1; progress <= Number(to); progress++) {
      await extra.sendNotification({
        method: 'notifications/message',
        params: { level: 'info', data: `at ${progress}` },
      });
      if (progressToken === undefined) continue;
      await extra.sendNotification({
        method: 'notifications/progress',
        params: { progressToken, progress, total: Number(to) },
      });
    }
    return `counted to ${Number(to)}`;
  });
  tool('wait', {}, async (_args, { signal, sendNotification }) => {
    await sendNotification({ method: 'notifications/message', params: { level: 'info', data: 'waiting' } });
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    seen.cancelled += 1;
    return 'cancelled';
  });
  tool('sample', { prompt: z.string() }, async ({ prompt }, extra) => {
    const content = { type: 'text' as const, text: String(prompt) };
    const params = { messages: [{ role: 'user' as const, content }], maxTokens: 100 };
    return JSON.stringify(
      await extra.sendRequest({ method: 'sampling/createMessage', params }, CreateMessageResultSchema),
    );
  });
  tool('elicit', {}, async (_args, extra) => {
    const requestedSchema = { type: 'object' as const, properties: { name: { type: 'string' as const } } };
    const params = { message: 'Who is there?', requestedSchema };
    return JSON.stringify(await extra.sendRequest({ method: 'elicitation/create', params }, ElicitResultSchema));
  });
  tool('roots', {}, async (_args, extra) =>
    JSON.stringify(await extra.sendRequest({ method: 'roots/list' }, ListRootsResultSchema)),
  );
  tool('poll', {}, async (_args, extra) => {
    extra.closeSSEStream?.();
    return 'after the stream was closed';
  });
  tool('change', {}, async () => {
    server.sendToolListChanged();
    await server.server.sendResourceUpdated({ uri: 'fixture://one' });
    return 'changed';
  });
  server.registerResource('one', 'fixture://one', { mimeType: 'text/plain' }, async (uri) => ({
    contents: [{ uri: uri.href, text: 'contents of one' }],
  }));
  server.registerPrompt('greet', { argsSchema: { name: z.string() } }, ({ name }) => ({
    messages: [{ role: 'user', content: { type: 'text', text: `hello ${name}` } }],
  }));
  return server;
}

export interface LegacyHttp {
  readonly url: string;
  readonly seen: Seen;
  /** Ids of the sessions that are open. */
  sessions(): readonly string[];
  /** Forgets every session, as a server does that was started again. */
  forgetSessions(): void;
  close(): Promise<void>;
}

/**
 * The server over Streamable HTTP, with sessions.
 *
 * @param make another server in its place, one for each session
 */
export async function startLegacyHttp(make: (seen: Seen) => McpServer = legacyServer): Promise<LegacyHttp> {
  const seen: Seen = { calls: [], cancelled: 0 };
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const http = createServer((request, response) => {
    serve(request, response, sessions, () => make(seen)).catch(() => response.destroy());
  });
  const port = await listening(http);
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    seen,
    sessions: () => [...sessions.keys()],
    forgetSessions: () => sessions.clear(),
    close: () => {
      http.closeAllConnections();
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  sessions: Map<string, StreamableHTTPServerTransport>,
  make: () => McpServer,
): Promise<void> {
  const id = request.headers['mcp-session-id'];
  let transport = typeof id === 'string' ? sessions.get(id) : undefined;
  if (transport === undefined && id !== undefined) {
    response.writeHead(404).end();
    return;
  }
  if (transport === undefined) {
    transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      eventStore: new EventLog(),
      retryInterval: 10,
      onsessioninitialized: (opened) => {
        if (transport !== undefined) sessions.set(opened, transport);
      },
      onsessionclosed: (closed) => void sessions.delete(closed),
    });
    await make().connect(transport as Parameters<McpServer['connect']>[0]);
  }
  await transport.handleRequest(request, response);
}

if (import.meta.main) await legacyServer({ calls: [], cancelled: 0 }).connect(new StdioServerTransport());

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId, urlHost } from '../kernel/index.ts';
import type { JsonObject, JsonValue } from '../protocol/index.ts';
import { disagreement, isModern } from './agreement.ts';
import { legacyRevisions } from './era.ts';
import { failure, isObject, member, NetdiagError, type NetdiagReply } from './rpc.ts';
import { createNetdiag, type NetdiagConnection, type NetdiagOptions } from './server.ts';

const bodyCap = 1024 * 1024;
const sessionCap = 256;

/** A running listener. */
export interface NetdiagListener {
  /** Where clients post to. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves Streamable HTTP at `/mcp`: sessions for the legacy revisions, single exchanges for the modern one.
 * It has no authentication of its own and reaches into networks, so it listens on loopback addresses only.
 *
 * @param listen a loopback address, and a port (0 takes a free one)
 */
export async function serveHttp(
  listen: { readonly host: string; readonly port: number },
  options: NetdiagOptions,
): Promise<NetdiagListener> {
  const netdiag = createNetdiag(options);
  const sessions = new Map<string, NetdiagConnection>();

  const open = (): string => {
    const oldest = sessions.size >= sessionCap ? sessions.keys().next().value : undefined;
    if (oldest !== undefined) end(oldest);
    const id = newId();
    sessions.set(id, netdiag.connect());
    return id;
  };
  const end = (id: string): void => {
    sessions.get(id)?.close();
    sessions.delete(id);
  };

  const post = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!/^application\/json(?:;\s*charset=utf-8)?$/i.test(header(request, 'content-type') ?? '')) {
      return refuse(response, 415, 'the body must be application/json');
    }
    const message = await readBody(request);
    if (message === undefined) return refuse(response, 400, 'the body is no JSON, or too large', -32700);
    const reply = replyTo(request, response);
    if (isModern(message)) {
      const mismatch = disagreement(message, (name) => header(request, name));
      if (mismatch !== undefined) return refuse(response, 400, mismatch, -32020);
      const connection = netdiag.connect();
      // In the modern era a client that hangs up has cancelled.
      response.on('close', () => connection.close());
      return reply.end(await connection.receive(message, reply.notify));
    }
    if (isObject(message) && member(message, 'method') === 'initialize') {
      const id = open();
      response.setHeader('mcp-session-id', id);
      return reply.end(await sessions.get(id)?.receive(message, reply.notify));
    }
    const version = header(request, 'mcp-protocol-version');
    if (version !== undefined && !legacyRevisions.includes(version)) {
      return refuse(response, 400, 'this protocol version is not supported', -32022);
    }
    const id = header(request, 'mcp-session-id');
    if (id === undefined) return refuse(response, 400, 'Mcp-Session-Id is missing');
    const session = sessions.get(id);
    if (session === undefined) return refuse(response, 404, 'there is no such session');
    return reply.end(await session.receive(message, reply.notify));
  };

  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 60_000 });
  server.on('request', (request, response) => {
    if (!isLocal(request)) return refuse(response, 403, 'Host and Origin must be local');
    if (request.url !== '/mcp') return refuse(response, 404, 'the endpoint is /mcp');
    if (request.method === 'DELETE') {
      end(header(request, 'mcp-session-id') ?? '');
      response.writeHead(204).end();
      return;
    }
    if (request.method !== 'POST')
      return refuse(response.setHeader('allow', 'POST, DELETE'), 405, 'post messages here');
    // A request that breaks off rejects; there is nobody left to tell.
    post(request, response).catch(() => response.destroy());
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(listen.port, listen.host, resolve);
  await promise;
  return {
    url: `http://${urlHost(listen.host)}:${(server.address() as AddressInfo).port}/mcp`,
    close: async () => {
      for (const id of sessions.keys()) end(id);
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** A JSON answer, which becomes an event stream when something has to be said before it. */
function replyTo(request: IncomingMessage, response: ServerResponse) {
  const streams = (header(request, 'accept') ?? '').includes('text/event-stream');
  const event = (body: JsonObject): string => `event: message\ndata: ${JSON.stringify(body)}\n\n`;
  return {
    notify(notification: JsonObject): void {
      if (!streams || response.writableEnded) return;
      if (!response.headersSent) {
        response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      }
      response.write(event(notification));
    },
    end(reply: NetdiagReply | undefined): void {
      if (response.headersSent) response.end(reply === undefined ? '' : event(reply.body));
      else if (reply === undefined) response.writeHead(202).end();
      else send(response, reply.status, reply.body);
    },
  };
}

function send(response: ServerResponse, status: number, body: JsonObject): void {
  const text = JSON.stringify(body);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text);
}

function refuse(response: ServerResponse, status: number, message: string, code = -32600): void {
  send(response, status, failure(null, new NetdiagError(code, message)).body);
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? undefined : value;
}

/** A web page must not reach this port through a name of its own that it points at loopback (DNS rebinding). */
function isLocal(request: IncomingMessage): boolean {
  const local = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;
  const origin = header(request, 'origin');
  return (
    local.test(header(request, 'host') ?? '') &&
    (origin === undefined || local.test(origin.replace(/^https?:\/\//, '')))
  );
}

/** @returns `undefined` for what is no JSON in UTF-8 or longer than the cap */
async function readBody(request: IncomingMessage): Promise<JsonValue | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyCap) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))) as JsonValue;
  } catch {
    return undefined;
  }
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { answer, type Incoming } from './answer.ts';
import { listening } from './listening.ts';

/** What can be done to a `tools/call`. It is given the request's id and an open response. */
type Behaviour = (id: number, response: ServerResponse, request: IncomingMessage) => void;

const good = (id: number | string, text = 'good'): string =>
  JSON.stringify({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text }] } });

const event = (data: string): string => `event: message\ndata: ${data}\n\n`;

function json(
  response: ServerResponse,
  body: string | Buffer,
  headers: Record<string, string> = {},
  status = 200,
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}

function stream(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { 'content-type': 'text/event-stream' });
}

/** Writes as fast as the other side reads, until it is gone. */
function flood(response: ServerResponse, chunk: string, times: number, then: () => void): void {
  let left = times;
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (!response.write(chunk)) {
        response.once('drain', more);
        return;
      }
    }
    then();
  };
  more();
}

/** By name; the name is the path of the URL. */
export const behaviours = {
  sound: (id, response) => json(response, good(id)),
  'sound-stream': (id, response) => stream(response).end(event(good(id))),
  'giant-line': (_id, response) =>
    flood(
      stream(response).on('error', () => {}),
      `data: ${'x'.repeat(65536)}`,
      1e6,
      () => {},
    ),
  'no-terminator': (id, response) => stream(response).end(`data: ${good(id)}\n`),
  comments: (id, response) =>
    flood(stream(response), ': nothing\n'.repeat(1000), 1000, () => response.end(event(good(id)))),
  'unknown-events': (id, response) =>
    stream(response).end(`event: endpoint\ndata: /elsewhere\n\nevent: x\ndata: {}\n\n${event(good(id))}`),
  'byte-by-byte': (id, response) => {
    const bytes = Buffer.from(event(good(id, 'größer 🐢')));
    stream(response);
    let at = 0;
    const next = (): void => {
      if (at === bytes.length) response.end();
      else response.write(bytes.subarray(at, ++at), () => setImmediate(next));
    };
    next();
  },
  'wrong-id': (id, response) => json(response, good(id + 1)),
  'wrong-id-stream': (id, response) => stream(response).end(event(good(id + 1)) + event(good(id))),
  'string-id': (id, response) => json(response, good(String(id))),
  'null-id': (_id, response) => json(response, '{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"no"}}'),
  'flood-of-notifications': (id, response) => {
    const log = event('{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":1}}');
    flood(stream(response), log.repeat(100), 30, () => response.end(event(good(id))));
  },
  'two-answers': (id, response) => stream(response).end(event(good(id, 'first')) + event(good(id, 'second'))),
  'result-and-error': (id, response) =>
    json(response, `{"jsonrpc":"2.0","id":${id},"result":{},"error":{"code":1,"message":"x"}}`),
  'duplicate-id': (id, response) => json(response, `{"jsonrpc":"2.0","id":${id + 1},"id":${id},"result":{}}`),
  'escaped-duplicate': (id, response) => json(response, `{"jsonrpc":"2.0","id":${id},"result":{},"r\\u0065sult":{}}`),
  batch: (id, response) => json(response, `[${good(id)}]`),
  garbage: (_id, response) => json(response, 'Internal confusion'),
  'garbage-event': (id, response) => stream(response).end(event('oops') + event(good(id))),
  'no-answer': (_id, response) => json(response, '{"jsonrpc":"2.0","method":"notifications/message","params":{}}'),
  accepted: (_id, response) => response.writeHead(202).end(),
  html: (_id, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello'),
  redirect: (_id, response, request) =>
    response
      .writeHead(307, { location: `http://${request.headers.host}/sound`, 'content-type': 'application/json' })
      .end('{}'),
  'moved-with-answer': (id, response) => json(response, good(id), { location: '/sound' }, 301),
  gzip: (id, response) => json(response, gzipSync(good(id)), { 'content-encoding': 'gzip' }),
  'bad-request': (_id, response) => response.writeHead(400).end(),
  'bad-request-answered': (id, response) =>
    json(response, `{"jsonrpc":"2.0","id":${id},"error":{"code":-32602,"message":"bad"}}`, {}, 400),
  'result-with-error-status': (id, response) => json(response, good(id), {}, 400),
  unauthorized: (_id, response) => response.writeHead(401, { 'www-authenticate': 'Bearer' }).end(),
  forbidden: (_id, response) => response.writeHead(403).end(),
  'not-found': (_id, response) => response.writeHead(404).end(),
  'error-500': (id, response) => json(response, good(id), {}, 500),
  hang: () => {},
  'hang-in-body': (id, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write(good(id).slice(0, 10));
  },
  drop: (_id, response) => response.destroy(),
  'drop-in-body': (id, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
    response.write(good(id).slice(0, 20), () => response.destroy());
  },
  'stream-without-answer': (_id, response) => stream(response).end(': bye\n\n'),
  huge: (_id, response) =>
    flood(response.writeHead(200, { 'content-type': 'application/json' }), '['.repeat(65536), 1e6, () => {}),
  'huge-announced': (_id, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '99999999999' }).write('[');
  },
  'not-http': (_id, response) => response.socket?.end('nonsense\r\n\r\n'),
  'huge-head': (_id, response) => response.writeHead(200, { 'x-filler': 'x'.repeat(100_000) }).end(),
} as const satisfies Record<string, Behaviour>;

export interface HostileHttp {
  /** @param behaviour how `tools/call` is treated there */
  url(behaviour: keyof typeof behaviours): string;
  /** Path and body of each request that has arrived. */
  readonly requests: readonly { readonly path: string; readonly body: string }[];
  close(): Promise<void>;
}

/** A server that is sound until `tools/call`. */
export async function startHostileHttp(): Promise<HostileHttp> {
  const table = new Map<string, Behaviour>(Object.entries(behaviours));
  const requests: { path: string; body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const body = Buffer.concat(chunks).toString('utf8');
      requests.push({ path, body });
      if (request.method !== 'POST') {
        response.writeHead(405).end();
        return;
      }
      const message = JSON.parse(body) as Incoming;
      const behaviour = table.get(path.slice(1));
      if (typeof message.id !== 'number') response.writeHead(202).end();
      else if (message.method === 'tools/call' && behaviour) behaviour(message.id, response, request);
      else {
        const tools = [{ name: 'harm', inputSchema: { type: 'object' as const } }];
        json(response, JSON.stringify({ jsonrpc: '2.0', id: message.id, result: answer(message, tools) ?? {} }));
      }
    });
    response.on('error', () => {});
  });
  const port = await listening(server);
  return {
    url: (behaviour) => `http://127.0.0.1:${port}/${behaviour}`,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

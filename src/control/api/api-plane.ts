import type { Actor } from '../../accounts/index.ts';
import { type Exchange, type Route, untilTaken } from '../../edge/index.ts';
import { type Api, apiBase } from './api.ts';
import type { Method } from './route.ts';

/** The request headers that mean something to the API. No other one is seen by it. */
const known = [
  'accept',
  'authorization',
  'content-type',
  'cookie',
  'idempotency-key',
  'if-match',
  'last-event-id',
  'origin',
  'sec-fetch-site',
  'user-agent',
] as const;

const json = ['application/json'];

/**
 * The API as the front door serves it: everything below `/api/v1`.
 *
 * @param actor proven by the listener, for one that only the operator can reach
 */
export function apiPlane(api: Api, actor?: Actor): readonly Route[] {
  const handler = (exchange: Exchange): Promise<void> => serve(api, exchange, actor);
  const path = `${apiBase}/*`;
  const bodiless = (['GET', 'DELETE'] as const).map((method) => ({ method, path, handler }));
  return [
    ...bodiless,
    ...(['POST', 'PUT', 'PATCH'] as const).map((m) => ({ method: m, path, handler, accepts: json })),
  ];
}

async function serve(api: Api, exchange: Exchange, actor: Actor | undefined): Promise<void> {
  const { response: out } = exchange;
  const gone = new AbortController();
  exchange.onAbort(() => gone.abort());
  const response = await api.fetch(requestOf(exchange), {
    ...(actor === undefined ? { address: exchange.address } : { actor }),
    body: (cap) => exchange.body(cap),
  });
  out.writeHead(response.status, Object.fromEntries(headersOf(response)));
  if (response.body === null) out.end();
  else await pour(response.body, out, gone.signal);
}

/**
 * The body is not in it: who is not let in has theirs never read. Nor is a signal: none of the API asks for one, and a request
 * that has one keeps it until a finaliser has run, long after its answer.
 */
function requestOf(exchange: Exchange): Request {
  const headers = new Headers();
  for (const name of known) {
    const value = exchange.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  const query = exchange.query === '' ? '' : `?${exchange.query}`;
  const host = exchange.header('host') ?? 'localhost';
  const method: Method = exchange.method as Method;
  return new Request(`http://${host}${exchange.path}${query}`, { method, headers });
}

function headersOf({ headers }: Response): [string, string | string[]][] {
  const plain: [string, string | string[]][] = [...headers].filter(([name]) => name !== 'set-cookie');
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) plain.push(['set-cookie', cookies]);
  return plain;
}

/** Writes a body as it comes, no faster than it is taken, until it ends or the client is gone. */
async function pour(body: ReadableStream<Uint8Array>, out: Exchange['response'], gone: AbortSignal): Promise<void> {
  const reader = body.getReader();
  const stop = (): void => void reader.cancel().catch(() => undefined);
  if (gone.aborted) stop();
  gone.addEventListener('abort', stop, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || gone.aborted) break;
      if (!out.write(value)) await untilTaken(out);
    }
    out.end();
  } finally {
    // Whoever makes the body is told that nobody takes it, also where writing it failed.
    stop();
  }
}

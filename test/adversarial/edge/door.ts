import {
  type Exchange,
  type FrontDoor,
  type FrontDoorOptions,
  openFrontDoor,
  type RefusedAtDoor,
  type Route,
} from '../../../src/edge/index.ts';

/** What reached a handler: the oracle of this suite. Refused means that nothing did. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly params: Record<string, string>;
  readonly address: string;
  readonly body: string;
}

export interface TestDoor {
  readonly door: FrontDoor;
  readonly port: number;
  readonly seen: Seen[];
  readonly refusals: RefusedAtDoor[];
}

const cap = 1024;

/** A front door with a route of each kind, whose handlers write down what they were given. */
export async function openTestDoor(options: Partial<FrontDoorOptions> = {}): Promise<TestDoor> {
  const seen: Seen[] = [];
  const refusals: RefusedAtDoor[] = [];
  const handler = async (exchange: Exchange): Promise<void> => {
    const { method, path, query, params, address, response } = exchange;
    const body = method === 'POST' ? (await exchange.body(cap)).toString('latin1') : '';
    seen.push({ method, path, query, params: Object.fromEntries(params), address, body });
    response.end('ok');
  };
  const json = ['application/json'];
  const routes: Route[] = [
    { method: 'POST', path: '/mcp/:server', accepts: json, handler },
    { method: 'POST', path: '/mcp', accepts: json, handler },
    { method: 'GET', path: '/mcp/:server', handler },
    { method: 'DELETE', path: '/mcp/:server', handler },
    { method: 'GET', path: '/healthz', handler },
  ];
  const door = await openFrontDoor(
    { host: '127.0.0.1', port: 0, onRefusal: (refusal) => refusals.push(refusal), ...options },
    routes,
  );
  return { door, port: door.address.port, seen, refusals };
}

/** A well-formed request, to be spoilt by a test. */
export function post(headers: readonly string[] = [], body = '{}', target = '/mcp/netdiag'): string {
  const type = headers.some((line) => /^content-type:/i.test(line)) ? [] : ['Content-Type: application/json'];
  const lines = [`POST ${target} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...type, ...headers];
  return `${lines.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

export function get(headers: readonly string[] = [], target = '/healthz', method = 'GET'): string {
  return [`${method} ${target} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, '', ''].join('\r\n');
}

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Exchange, openFrontDoor } from '../../../src/edge/index.ts';
import { openTestDoor, type TestDoor } from './door.ts';
import { exchangeRaw, statuses } from './raw-client.ts';

/**
 * What Node's own parser refuses and the front door relies on (threats, section 2.4); a few at the end it takes, and the
 * front door refuses. A Node that becomes more lenient makes one of these fail.
 */
const requests: readonly (readonly [string, string])[] = [
  ['Content-Length and Transfer-Encoding', post('Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n')],
  ['Transfer-Encoding and Content-Length', post('Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n')],
  ['two Content-Lengths that differ', post('Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ')],
  ['two Content-Lengths that agree', post('Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}')],
  ['a list of Content-Lengths', post('Content-Length: 2, 2\r\n\r\n{}')],
  ['a signed Content-Length', post('Content-Length: +2\r\n\r\n{}')],
  ['a negative Content-Length', post('Content-Length: -2\r\n\r\n{}')],
  ['a hexadecimal Content-Length', post('Content-Length: 0x2\r\n\r\n{}')],
  ['an empty Content-Length', post('Content-Length:\r\n\r\n{}')],
  ['a Content-Length with a space inside', post('Content-Length: 2 2\r\n\r\n{}')],
  ['a Content-Length beyond 64 bits', post(`Content-Length: ${'9'.repeat(30)}\r\n\r\n{}`)],
  ['an unknown Transfer-Encoding', post('Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n')],
  ['chunked, then identity', post('Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n')],
  ['chunked twice', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n')],
  ['a space before the colon', post('Content-Length : 2\r\n\r\n{}')],
  ['a tab before the colon', post('Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n')],
  ['a header without a colon', post('Nonsense\r\nContent-Length: 2\r\n\r\n{}')],
  ['a header without a name', post(': x\r\nContent-Length: 2\r\n\r\n{}')],
  ['a folded header', post('X-A: 1\r\n 2\r\nContent-Length: 2\r\n\r\n{}')],
  ['a folded header by tab', post('X-A: 1\r\n\t2\r\nContent-Length: 2\r\n\r\n{}')],
  ['bare line feeds', post('Content-Length: 2\r\n\r\n{}').replaceAll('\r\n', '\n')],
  ['one bare line feed', post('X-A: 1\nContent-Length: 2\r\n\r\n{}')],
  ['a bare carriage return', post('X-A: 1\rX-B: 2\r\nContent-Length: 2\r\n\r\n{}')],
  ['a NUL in a name', post('X\0A: 1\r\nContent-Length: 2\r\n\r\n{}')],
  ['a chunk size in another base', post('Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n')],
  ['a negative chunk size', post('Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n')],
  ['a line feed in a chunk extension', post('Transfer-Encoding: chunked\r\n\r\n2;a\nb\r\n{}\r\n0\r\n\r\n')],
  ['a chunk that ends late', post('Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n')],
  ['an HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['HTTP/2.0 as a version', 'GET /healthz HTTP/2.0\r\nHost: localhost\r\n\r\n'],
  ['HTTP/0.9', 'GET /healthz\r\n\r\n'],
  ['HTTP/1.2', 'GET /healthz HTTP/1.2\r\nHost: localhost\r\n\r\n'],
  ['a target with a space', 'GET /health z HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['an unknown method', 'BREW /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['a lower-case method', 'get /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['a TLS hello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
];

function post(rest: string): string {
  return `POST /mcp/netdiag HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${rest}`;
}

let at: TestDoor;
beforeAll(async () => {
  at = await openTestDoor();
});
afterAll(() => at.door.close(0));
beforeEach(() => {
  at.seen.length = 0;
  at.refusals.length = 0;
});

test.each(requests)('%s', async (_name, request) => {
  const answer = await exchangeRaw(at.port, request);
  expect(statuses(answer)).toEqual([400]);
  expect(answer).toMatch(/^Connection: close\r$/m);
  expect(answer).toMatch(/^X-Content-Type-Options: nosniff\r$/m);
  expect(answer.split('\r\n\r\n')[1]).toMatch(/^\{"jsonrpc":"2\.0","error":\{.*"code":"bad_request"/);
  expect(at.seen).toEqual([]);
  expect(at.refusals.map(({ code }) => code)).toEqual(['bad_request']);
});

test('HTTP/1.0 with chunks is refused here, for Node reads it', async () => {
  const request = post('Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n').replace('HTTP/1.1', 'HTTP/1.0');
  expect(statuses(await exchangeRaw(at.port, request))).toEqual([400]);
  expect(at.seen).toEqual([]);
});

test('what is smuggled behind a refused request is not read as another', async () => {
  const smuggled = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const request = post(`Content-Length: ${smuggled.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`);
  expect(statuses(await exchangeRaw(at.port, request))).toEqual([400]);
  expect(at.seen).toEqual([]);
});

test('well-formed requests behind one another are each answered, in order', async () => {
  const one = post('Content-Length: 2\r\n\r\n{}');
  const nowhere = 'GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n';
  expect(statuses(await exchangeRaw(at.port, one + nowhere + one))).toEqual([200, 404, 200]);
  expect(at.seen).toHaveLength(2);
});

test('behind a refused request with a small body the connection goes on at the right byte', async () => {
  const one = post('Content-Length: 2\r\n\r\n{}');
  expect(statuses(await exchangeRaw(at.port, one.replace('/netdiag', '/-/-') + one))).toEqual([404, 200]);
  expect(at.seen).toHaveLength(1);
});

test('behind a refused request with a large body it does not', async () => {
  const request = post(`Content-Length: 100000\r\n\r\n`).replace('/netdiag', '/-/-');
  const answer = await exchangeRaw(at.port, request, false);
  expect(statuses(answer)).toEqual([404]);
  expect(answer).toMatch(/^Connection: close\r$/m);
});

test('garbage behind a request whose answer is under way is not answered into it', async () => {
  const answer = await exchangeRaw(at.port, `${post('Content-Length: 2\r\n\r\n{}')}garbage\r\n\r\n`);
  expect(answer.match(/HTTP\/1\.1/g)?.length).toBeLessThanOrEqual(2);
  expect(at.seen).toHaveLength(1);
});

/** Requests that are answered with the end of their connection, each whole with its body; and how many refusals that makes. */
test.each([
  ['another coding before chunked', post('Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n'), 1],
  [
    'chunked, of another type',
    post('Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n'),
    1,
  ],
  [
    'a body over what is read',
    post(`Content-Type: text/plain\r\nContent-Length: 70000\r\n\r\n${' '.repeat(70_000)}`),
    1,
  ],
  ['a body over what its handler takes', post(`Content-Length: 2000\r\n\r\n${' '.repeat(2_000)}`), 0],
])('B70: what stands behind %s in the same bytes is read by nobody', async (_, first, refused) => {
  const next = post('Content-Length: 2\r\n\r\n{}');
  expect(statuses(await exchangeRaw(at.port, `${first}${next}${next}`))).toHaveLength(1);
  expect(at.seen).toEqual([]);
  expect(at.refusals).toHaveLength(refused);
});

test('B70: nor where the answer that ends the connection has to wait for another', async () => {
  const next = post('Content-Length: 2\r\n\r\n{}');
  const last = post('Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n');
  expect(statuses(await exchangeRaw(at.port, `${next}${last}${next}`))).toEqual([200, 400]);
  expect(at.seen).toHaveLength(1);
  expect(at.refusals).toHaveLength(1);
});

test('what stands behind the last answer of a gateway that is closing is read by nobody, for nobody would be told', async () => {
  const own = await openTestDoor();
  await own.door.drain({ fixedMs: 0 });
  const next = post('Content-Length: 2\r\n\r\n{}');
  expect(statuses(await exchangeRaw(own.port, `${next}${next}`))).toEqual([200]);
  expect(own.seen).toHaveLength(1);
  await own.door.close(0);
});

test('what stands behind a request whose connection was cut off is read by nobody', async () => {
  let asked = 0;
  const handler = async ({ response }: Exchange): Promise<void> => {
    asked += 1;
    response.destroy();
  };
  const door = await openFrontDoor({ host: '127.0.0.1', port: 0 }, [
    { method: 'POST', path: '/mcp/:server', accepts: ['application/json'], handler },
  ]);
  const next = post('Content-Length: 2\r\n\r\n{}');
  expect(statuses(await exchangeRaw(door.address.port, `${next}${next}`))).toEqual([]);
  expect(asked).toBe(1);
  await door.close(0);
});

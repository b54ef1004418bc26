import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readHeaders } from './read-headers.ts';

/** What Node itself makes of the same headers. */
const heard: { readonly raw: string[]; readonly headers: IncomingHttpHeaders }[] = [];
const server = createServer({ requireHostHeader: false }, (request, response) => {
  heard.push({ raw: request.rawHeaders, headers: request.headers });
  response.end();
});
beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
afterAll(() => server.close());

async function byNode(...lines: string[]): Promise<(typeof heard)[number]> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.end(`GET / HTTP/1.1\r\n${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`);
  await new Promise((done) => socket.resume().once('close', done));
  return heard.pop() as (typeof heard)[number];
}

it.each([
  [['Host: a', 'ACCEPT: b', 'x-Any: c', 'Mcp-Session-Id: d', 'Content-Type: e', 'Empty:']],
  [['constructor: a', 'toString: b', 'hasOwnProperty: c']],
  [[`${'x'.repeat(100)}: a`, `X-${'y'.repeat(100)}: b`]],
])('headers are what Node makes of them: %j', async (lines) => {
  const { raw, headers } = await byNode(...lines);
  // Twice: once when the names are met for the first time, and once when they are known.
  for (let n = 0; n < 2; n += 1) expect(readHeaders(raw)).toEqual({ byName: headers, fault: undefined });
});

it('is Node to say which counts, where one stands twice', () => {
  expect(readHeaders(['Accept', 'a', 'ACCEPT', 'b'])).toEqual({ byName: undefined, fault: undefined });
});

it('the first thing that is wrong is told', () => {
  const twice = ['Host', 'a', 'hOST', 'b'];
  expect(readHeaders([...twice, 'x', 'é']).fault).toBe('the header host is repeated');
  expect(readHeaders(['x', 'é', ...twice]).fault).toContain('visible ASCII');
  expect(readHeaders(['Mcp-A', 'a', 'MCP-A', 'b']).fault).toBe('an Mcp-* header is repeated');
});

it('however many names were met before', () => {
  for (let n = 0; n < 2_000; n += 1)
    expect(readHeaders([`X-${n}`, 'a'])).toMatchObject({ byName: { [`x-${n}`]: 'a' } });
  expect(readHeaders(['Cookie', 'a', 'cookie', 'b']).fault).toBe('the header cookie is repeated');
});

it('reads each name as it stands there, whatever stood in its place before', () => {
  const name = fc.constantFrom('Host', 'host', 'HOST', 'Accept', 'X-A', 'x-b', 'Mcp-Session-Id', 'n'.repeat(65));
  const rows = fc.uniqueArray(name, { selector: (one) => one.toLowerCase(), maxLength: 70 });
  fc.assert(
    fc.property(fc.array(rows, { maxLength: 20 }), (requests) => {
      for (const names of requests) {
        const { byName, fault } = readHeaders(names.flatMap((one, i) => [one, String(i)]));
        expect(fault).toBeUndefined();
        expect(byName).toEqual(Object.fromEntries(names.map((one, i) => [one.toLowerCase(), String(i)])));
      }
    }),
  );
});

it('reads more headers than it remembers', () => {
  const names = Array.from({ length: 100 }, (_, i) => `X-${i}`);
  for (const all of [names, names.toReversed()]) {
    const { byName } = readHeaders(all.flatMap((one) => [one, one]));
    expect(byName).toEqual(Object.fromEntries(all.map((one) => [one.toLowerCase(), one])));
  }
});

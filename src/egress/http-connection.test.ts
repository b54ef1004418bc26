import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openOrigin } from './open-origin.ts';
import type { Controller, Origin, ResponseHandler } from './origin.ts';

/** Responses of `/held`, to be answered when the test says so. */
const held: ServerResponse[] = [];
let connections = 0;
/** What handlers have thrown. */
const faults: unknown[] = [];
const server = createServer((request, response) => {
  if (request.url === '/held') {
    held.push(response);
    server.emit('held');
  } else response.end('at once');
});
server.on('connection', () => {
  connections += 1;
});
let origin: Origin;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const timeouts = { connectMs: 10_000, firstByteMs: 10_000, idleMs: 10_000 };
  const clock = { monotonic: () => performance.now() };
  origin = openOrigin(url, { allowPrivate: true, timeouts, clock, fault: (thrown) => void faults.push(thrown) });
});
afterAll(async () => {
  await origin.destroy();
  server.closeAllConnections();
  server.close();
});

/** A request, and what may end it. */
function request(path: string): { readonly ended: Promise<string>; controller(): Controller } {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let controller: Controller | undefined;
  const pieces: Buffer[] = [];
  const handler: ResponseHandler = {
    onRequestStart: (begun) => {
      controller = begun;
    },
    onResponseStart: () => {},
    // Kept as they come: what a connection reads next must not be written over them.
    onResponseData: (chunk) => void pieces.push(chunk),
    onResponseEnd: () => resolve(Buffer.concat(pieces).toString()),
    onResponseError: reject,
  };
  origin.dispatch({ method: 'GET', path }, handler);
  return {
    ended: promise,
    controller: () => {
      if (controller === undefined) throw new Error('the request has not begun');
      return controller;
    },
  };
}

it('what is broken off after its end leaves the next request on its connection alone', async () => {
  const first = request('/');
  expect(await first.ended).toBe('at once');
  const arrived = once(server, 'held');
  const second = request('/held');
  await arrived;
  expect(connections).toBe(1);
  first.controller().abort();
  held.pop()?.end('held');
  expect(await second.ended).toBe('held');
});

it('what is broken off before its end goes with its connection, and hears nothing more', async () => {
  const arrived = once(server, 'held');
  const broken = request('/held');
  await arrived;
  const gone = once(held[0]?.req.socket ?? server, 'close');
  broken.controller().abort();
  await gone;
  const heard = await Promise.race([broken.ended.catch(() => 'an error'), request('/').ended]);
  expect(heard).toBe('at once');
});

it('what is read on one connection stays what it was when others read', async () => {
  held.length = 0;
  const both = [request('/held'), request('/held')];
  while (held.length < 2) await once(server, 'held');
  const [one, other] = held.splice(0) as [ServerResponse, ServerResponse];
  for (const letter of 'abc') {
    one.write(letter.repeat(1_000));
    other.write(letter.toUpperCase().repeat(1_000));
    await request('/').ended;
  }
  one.end();
  other.end();
  const answers = new Set(await Promise.all(both.map(({ ended }) => ended)));
  expect(answers).toEqual(new Set(['abc', 'ABC'].map((each) => each.replaceAll(/./g, (c) => c.repeat(1_000)))));
});

it.each(['onRequestStart', 'onResponseStart', 'onResponseData', 'onResponseEnd'] as const)(
  'a handler that throws at %s is told that there is no response, and no other request hears of it',
  async (at) => {
    [held.length, faults.length] = [0, 0];
    const arrived = once(server, 'held');
    const other = request('/held');
    await arrived;
    const thrown = new TypeError('nobody thought of this');
    const told = new Promise<Error>((resolve, reject) => {
      const silent = { onRequestStart() {}, onResponseStart() {}, onResponseData() {}, onResponseEnd() {} };
      const breaks = (): never => {
        throw thrown;
      };
      origin.dispatch({ method: 'GET', path: '/' }, { ...silent, onResponseError: resolve, [at]: breaks });
      setTimeout(reject, 20_000, new Error('nothing was told')).unref();
    });
    expect([thrown, (await told).cause]).toContain(thrown);
    if (at !== 'onRequestStart') expect(await told).toMatchObject({ code: 'unhandled', cause: thrown });
    expect(await request('/').ended).toBe('at once');
    held.pop()?.end('held');
    expect(await other.ended).toBe('held');
    if (at !== 'onRequestStart') expect(faults).toEqual([thrown]);
  },
);

it('a handler that throws even when it is told of an error keeps nobody else waiting', async () => {
  [held.length, faults.length] = [0, 0];
  const arrived = once(server, 'held');
  const thrown = new TypeError('nobody thought of this');
  const both = Promise.withResolvers<void>();
  const breaks = (): never => {
    if (faults.length === 1) queueMicrotask(() => both.resolve());
    throw thrown;
  };
  const [at, other] = [request('/held'), request('/')];
  origin.dispatch(
    { method: 'GET', path: '/' },
    { onRequestStart() {}, onResponseStart: breaks, onResponseData() {}, onResponseEnd() {}, onResponseError: breaks },
  );
  await Promise.all([arrived, both.promise]);
  held.pop()?.end('held');
  expect(await Promise.all([at.ended, other.ended])).toEqual(['held', 'at once']);
  expect(faults).toEqual([thrown, thrown]);
});

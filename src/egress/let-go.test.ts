import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unexpected } from '../../test/support/unexpected.ts';
import { openOrigin } from './open-origin.ts';
import type { Controller, Origin } from './origin.ts';

let server: Server;
let origin: Origin;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/broken') response.destroy();
    else response.end('reached');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const timeouts = { connectMs: 2_000, firstByteMs: 2_000, idleMs: 2_000 };
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const clock = { monotonic: () => performance.now() };
  origin = openOrigin(url, { allowPrivate: true, timeouts, clock, fault: unexpected });
});

afterAll(async () => {
  await origin.destroy();
  server.closeAllConnections();
  server.close();
});

/** @returns the request and the handler of one that is over, which nobody but the origin can hold */
async function overAndDone(path: string): Promise<readonly WeakRef<object>[]> {
  const request = { method: 'GET', path, headers: [] } as const;
  const { promise, resolve } = Promise.withResolvers<void>();
  const handler = {
    onRequestStart: (_controller: Controller) => {},
    onResponseStart: () => {},
    onResponseData: () => {},
    onResponseEnd: () => resolve(),
    onResponseError: () => resolve(),
  };
  origin.dispatch(request, handler);
  await promise;
  return [new WeakRef(request), new WeakRef(handler)];
}

/** A collection of everything, as `--expose-gc` has it. */
function collected(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

it.each([
  ['that it was dialled for', ['/']],
  ['that it carried', ['/', '/']],
  ['that it broke in', ['/broken']],
])('a connection keeps nothing of the call %s', async (_what, paths) => {
  const gone: WeakRef<object>[] = [];
  for (const path of paths) gone.push(...(await overAndDone(path)));
  const collect = collected();
  // What was looked at in a turn is kept to its end, and the reader's own turn has to be over.
  for (let turn = 0; turn < 5; turn += 1) await setImmediate();
  collect();
  expect(gone.map((each) => each.deref() === undefined)).toEqual(gone.map(() => true));
});

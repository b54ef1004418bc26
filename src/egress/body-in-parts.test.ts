import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unexpected } from '../../test/support/unexpected.ts';
import { bodyMemory } from '../kernel/index.ts';
import { openOrigin } from './open-origin.ts';
import type { Origin } from './origin.ts';

const digest = (...bytes: readonly Buffer[]): string => {
  const hash = createHash('sha256');
  for (const each of bytes) hash.update(each);
  return hash.digest('hex');
};

/** Reads the rest of the request that was answered last. @returns the digest of its body */
let readOn: (() => Promise<string>) | undefined;
/** Answers what it has read the head of, and reads no further. */
const server = createServer((socket) => {
  const chunks: Buffer[] = [];
  let size = 0;
  let announced: number | undefined;
  let whole = Promise.withResolvers<string>();
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (announced === undefined) {
      const head = Buffer.concat(chunks);
      const end = head.indexOf('\r\n\r\n') + 4;
      announced = end + Number(/content-length: (\d+)/.exec(head.toString('latin1', 0, end))?.[1]);
      const { promise } = whole;
      readOn = () => {
        socket.resume();
        return promise;
      };
      socket.pause();
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nearly');
    }
    if (size < announced) return;
    const all = Buffer.concat(chunks);
    whole.resolve(digest(all.subarray(all.indexOf('\r\n\r\n') + 4)));
    chunks.length = 0;
    size = 0;
    announced = undefined;
    whole = Promise.withResolvers<string>();
  });
});

let origin: Origin;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const timeouts = { connectMs: 10_000, firstByteMs: 10_000, idleMs: 10_000 };
  const clock = { monotonic: () => performance.now() };
  origin = openOrigin(url, { allowPrivate: true, timeouts, clock, fault: unexpected });
});
afterAll(async () => {
  await origin.destroy();
  server.close();
});

function post(body: readonly Buffer[]): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  origin.dispatch(
    { method: 'POST', path: '/', body },
    {
      onRequestStart: () => {},
      onResponseStart: () => {},
      onResponseData: (chunk) => {
        text += chunk.toString();
      },
      onResponseEnd: () => resolve(text),
      onResponseError: reject,
    },
  );
  return promise;
}

/** A body of several megabytes, as one that was read: more than sockets take at once. */
function large(letter: string): Buffer {
  return bodyMemory.take(32 * 512 * 1024).fill(letter);
}

it('goes out as what it is together, its length before it', async () => {
  const parts = [Buffer.from('head'), Buffer.alloc(300_000, 'x'), Buffer.alloc(0), Buffer.from('tail')];
  expect(await post(parts)).toBe('early');
  expect(await readOn?.()).toBe(digest(...parts));
});

it('is not given away before all of it is written, even if it is answered before', async () => {
  const body = large('x');
  const parts = [Buffer.from('<'), body, Buffer.from('>')];
  const expected = digest(...parts);
  expect(await post(parts)).toBe('early');
  // Whoever sent it has its answer and lets go.
  bodyMemory.letGo(body);
  expect(body.length).toBeGreaterThan(0);
  // Others use what memory there is meanwhile.
  for (let i = 0; i < 4; i += 1) bodyMemory.letGo(large('y'));
  expect(await readOn?.()).toBe(expected);
  expect(body.length).toBe(0);
});

it('is never used again where it could not be written', async () => {
  const body = large('x');
  expect(await post([body])).toBe('early');
  await origin.destroy();
  bodyMemory.letGo(body);
  expect(body[0]).toBe(0x78);
});

import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { openOrigin } from './open-origin.ts';
import type { Origin, ResponseHandler } from './origin.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

let now = 0;
const faults: unknown[] = [];

/** A way to a server that says `text` to whatever it is asked, and more of it when it is told to. */
async function originOf(text: string | Buffer): Promise<{ origin: Origin; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.once('data', () => socket.write(text));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  faults.length = 0;
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const timeouts = { connectMs: 10_000, firstByteMs: 10_000, idleMs: 10_000 };
  const fault = (thrown: unknown): void => void faults.push(thrown);
  const origin = openOrigin(url, { allowPrivate: true, timeouts, clock: { monotonic: () => now }, fault });
  closing.push(() => origin.destroy());
  return { origin, sockets };
}

/** Asks, and resolves with what the handler makes of the end. */
function ask(origin: Origin, handler: Pick<ResponseHandler, 'onResponseData'> & Partial<ResponseHandler>) {
  return new Promise<string>((resolve) => {
    origin.dispatch(
      { method: 'GET', path: '/' },
      {
        onRequestStart: () => {},
        onResponseStart: () => {},
        onResponseEnd: () => resolve('ended'),
        onResponseError: (error) => resolve(`failed: ${error.message}`),
        ...handler,
      },
    );
  });
}

const mega = 1024 * 1024;
const floods = 3;
const flood = Buffer.concat([
  Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${8 * mega}\r\n\r\n`),
  Buffer.alloc(8 * mega),
]);

describe('a server that says much which takes long to take in', () => {
  it('is read once in each turn, on however many connections it says so', async () => {
    const { origin } = await originOf(flood);
    let [reads, most, all, turns] = [0, 0, 0, 0];
    const onResponseData = (): void => {
      reads += 1;
      now += 2;
    };
    let isOver = false;
    const ends = Promise.all(Array.from({ length: floods }, () => ask(origin, { onResponseData }))).then((said) => {
      isOver = true;
      return said;
    });
    while (!isOver) {
      await turn();
      if (reads > 0) turns += 1;
      most = Math.max(most, reads);
      all += reads;
      reads = 0;
    }
    expect(await ends).toEqual(Array.from({ length: floods }, () => 'ended'));
    expect(all).toBeGreaterThan(100);
    // Each may have its first read in one turn; from then on they stand in line.
    expect(most).toBeLessThanOrEqual(floods);
    expect(all - turns).toBeLessThanOrEqual(2 * floods);
  });

  it('is read as it comes where it takes no time', async () => {
    const { origin } = await originOf(flood);
    let [size, most, reads] = [0, 0, 0];
    const ended = ask(origin, {
      onResponseData: (chunk) => {
        size += chunk.length;
        reads += 1;
      },
    }).then(() => {
      reads = -1;
    });
    while (reads >= 0) {
      reads = 0;
      await turn();
      most = Math.max(most, reads);
    }
    await ended;
    expect(size).toBe(8 * mega);
    expect(most).toBeGreaterThan(1);
  });
});

describe('while what was read is being taken', () => {
  const head = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

  it('nothing that came behind it is heard, and then all of it in order', async () => {
    const { origin, sockets } = await originOf(`${head}1\r\na\r\n1\r\nb\r\n`);
    const heard: string[] = [];
    const taken = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    const ended = ask(origin, {
      onResponseData: (chunk) => {
        heard.push(chunk.toString());
        if (chunk.toString() !== 'a') return;
        began.resolve();
        return taken.promise;
      },
    });
    await began.promise;
    sockets[0]?.write('1\r\nc\r\n0\r\n\r\n');
    // However much time passes: it is not the server that is waited for.
    now += 1_000_000;
    for (let i = 0; i < 20; i += 1) await turn();
    expect(heard).toEqual(['a']);
    taken.resolve();
    expect(await ended).toBe('ended');
    expect(heard).toEqual(['a', 'b', 'c']);
    // The connection carries the next request.
    sockets[0]?.once('data', () => sockets[0]?.write('HTTP/1.1 204 No Content\r\n\r\n'));
    expect(await ask(origin, { onResponseData: () => {} })).toBe('ended');
    expect(sockets).toHaveLength(1);
  });

  it.each(['a piece', 'the end'])('%s, what goes wrong is told like what is thrown', async (what) => {
    const { origin } = await originOf(`${head}1\r\na\r\n0\r\n\r\n`);
    const thrown = new TypeError('nobody thought of this');
    const breaks = () => Promise.reject(thrown);
    const handler =
      what === 'a piece' ? { onResponseData: breaks } : { onResponseEnd: breaks, onResponseData: () => {} };
    expect(await ask(origin, handler)).toBe('failed: the response could not be taken in');
    expect(faults).toEqual([thrown]);
  });

  it('who breaks off hears nothing more', async () => {
    const { origin } = await originOf(`${head}1\r\na\r\n1\r\nb\r\n`);
    const taken = Promise.withResolvers<void>();
    const heard: string[] = [];
    let abort = (): void => {};
    const begun = new Promise<void>((resolve) => {
      void ask(origin, {
        onRequestStart: (controller) => {
          abort = () => controller.abort();
        },
        onResponseData: (chunk) => {
          heard.push(chunk.toString());
          resolve();
          return taken.promise;
        },
        onResponseEnd: () => void heard.push('ended'),
        onResponseError: () => void heard.push('failed'),
      });
    });
    await begun;
    abort();
    taken.resolve();
    for (let i = 0; i < 20; i += 1) await turn();
    expect(heard).toEqual(['a']);
  });
});

describe('a body that is read into its place', () => {
  it('is what was sent, and nothing behind it is read into it', async () => {
    const size = 3 * mega;
    const text = Buffer.alloc(size, 'abcdefg');
    const announced = Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${size}\r\n\r\n`);
    for (const behind of ['', 'more']) {
      const { origin, sockets } = await originOf(Buffer.concat([announced, text, Buffer.from(behind)]));
      const body = Buffer.alloc(size + 1);
      let at = 0;
      let inPlace = 0;
      const said = await ask(origin, {
        room: () => body.subarray(at),
        onResponseData: (chunk) => {
          if (chunk.buffer === body.buffer) inPlace += chunk.length;
          else chunk.copy(body, at);
          at += chunk.length;
        },
      });
      expect(said).toBe('ended');
      expect(body.subarray(0, size).equals(text)).toBe(true);
      expect(inPlace).toBeGreaterThan(size - 70_000);
      // What follows a response ends its connection: no other request may ever be answered by it.
      sockets[0]?.once('data', () => sockets[0]?.write('HTTP/1.1 204 No Content\r\n\r\n'));
      expect(await ask(origin, { onResponseData: () => {} })).toBe('ended');
      expect(sockets).toHaveLength(behind === '' ? 1 : 2);
    }
  });
});

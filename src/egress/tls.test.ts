import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import { expect, it } from 'vitest';
import { unexpected } from '../../test/support/unexpected.ts';
import { listening } from '../../test/support/upstreams/listening.ts';
import { statusOf } from '../../test/support/upstreams/status-of.ts';
import { anchoredClock, ComingBody } from '../kernel/index.ts';
import { openOrigin } from './open-origin.ts';
import type { Origin } from './origin.ts';

const pem = (name: string): Buffer => readFileSync(new URL(`../../test/support/tls/${name}.pem`, import.meta.url));

it.each([undefined, '0'])(
  'speaks to nobody whose certificate cannot be verified (NODE_TLS_REJECT_UNAUTHORIZED=%s)',
  async (off) => {
    let requests = 0;
    const server = createServer({ key: pem('key'), cert: pem('certificate') }, (_request, response) => {
      requests += 1;
      response.end();
    });
    const port = await listening(server);
    if (off !== undefined) process.env.NODE_TLS_REJECT_UNAUTHORIZED = off;
    const timeouts = { connectMs: 5_000, firstByteMs: 5_000, idleMs: 5_000 };
    const origin = openOrigin(new URL(`https://localhost:${port}/`), {
      allowPrivate: true,
      timeouts,
      clock: anchoredClock(),
      fault: unexpected,
    });
    try {
      await expect(statusOf(origin)).rejects.toMatchObject({
        code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO_VERIFY/),
      });
      expect(requests).toBe(0);
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      await origin.destroy();
      server.close();
    }
  },
);

it('takes up a session of TLS where the server lets it', async () => {
  const reused: boolean[] = [];
  const server = createServer({ key: pem('key'), cert: pem('certificate') }, (_request, response) => {
    response.writeHead(200, { connection: 'close' }).end('x'.repeat(100_000));
  });
  server.on('secureConnection', (socket) => reused.push(socket.isSessionReused()));
  const port = await listening(server);
  const timeouts = { connectMs: 5_000, firstByteMs: 5_000, idleMs: 5_000 };
  const ca = pem('certificate').toString();
  const options = { allowPrivate: true, timeouts, clock: anchoredClock(), ca, fault: unexpected };
  const origin = openOrigin(new URL(`https://localhost:${port}/`), options);
  try {
    for (let n = 0; n < 3; n += 1) expect(await statusOf(origin)).toBe(200);
    expect(reused).toEqual([false, true, true]);
  } finally {
    await origin.destroy();
    server.close();
  }
});

it('speaks to a server of a private authority whose certificates it was given, under its own name only', async () => {
  const server = createServer({ key: pem('key'), cert: pem('certificate') }, (_request, response) => response.end());
  const port = await listening(server);
  const timeouts = { connectMs: 5_000, firstByteMs: 5_000, idleMs: 5_000 };
  const ca = pem('certificate').toString();
  const options = { allowPrivate: true, timeouts, clock: anchoredClock(), ca, fault: unexpected };
  const named = openOrigin(new URL(`https://localhost:${port}/`), options);
  const misnamed = openOrigin(new URL(`https://127.0.0.2:${port}/`), options);
  try {
    expect(await statusOf(named)).toBe(200);
    await expect(statusOf(misnamed)).rejects.toThrow();
  } finally {
    await named.destroy();
    await misnamed.destroy();
    server.close();
  }
});

const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The body of a response of announced length, read into a place of its own; and how much of it was read there. */
function bodyOf(origin: Origin, length: number): Promise<{ digest: string; inPlace: number }> {
  const body = new ComingBody(length);
  let inPlace = 0;
  return new Promise((resolve, reject) => {
    origin.dispatch(
      { method: 'GET', path: `/${length}` },
      {
        onRequestStart: () => {},
        onResponseStart: () => {},
        room: () => body.room,
        onResponseData: (chunk) => {
          if (chunk.buffer === body.room?.buffer) inPlace += chunk.length;
          body.add(chunk);
        },
        onResponseEnd: () => resolve({ digest: digestOf(body.whole()), inPlace }),
        onResponseError: reject,
      },
    );
  });
}

it.each(['http', 'https'])(
  'a large body is read where it stays, one after another on a connection (%s)',
  async (scheme) => {
    const sent: string[] = [];
    let connections = 0;
    const serve: Parameters<typeof createServer>[1] = ({ url = '' }, response) => {
      const bytes = randomBytes(Number(url.slice(1)));
      sent.push(digestOf(bytes));
      response.writeHead(200, { 'content-length': bytes.length });
      // The head with some of it, and the rest in two.
      response.write(bytes.subarray(0, 1_000));
      response.write(bytes.subarray(1_000, bytes.length >> 1));
      response.end(bytes.subarray(bytes.length >> 1));
    };
    const server =
      scheme === 'http' ? createPlainServer(serve) : createServer({ key: pem('key'), cert: pem('certificate') }, serve);
    server.on(scheme === 'http' ? 'connection' : 'secureConnection', () => {
      connections += 1;
    });
    const port = await listening(server);
    const timeouts = { connectMs: 5_000, firstByteMs: 5_000, idleMs: 5_000 };
    const ca = pem('certificate').toString();
    const options = { allowPrivate: true, timeouts, clock: anchoredClock(), ca, fault: unexpected };
    const origin = openOrigin(new URL(`${scheme}://localhost:${port}/`), options);
    try {
      for (const length of [300_000, 70_000, 3_000_000, 2_000, 1_000_000]) {
        const { digest, inPlace } = await bodyOf(origin, length);
        expect(digest).toBe(sent.at(-1));
        if (length > 200_000) expect(inPlace).toBeGreaterThan(length / 2);
      }
      expect(connections).toBe(1);
    } finally {
      await origin.destroy();
      server.close();
    }
  },
);

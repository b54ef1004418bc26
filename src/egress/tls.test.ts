import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { expect, it } from 'vitest';
import { unexpected } from '../../test/support/unexpected.ts';
import { listening } from '../../test/support/upstreams/listening.ts';
import { statusOf } from '../../test/support/upstreams/status-of.ts';
import { anchoredClock } from '../kernel/index.ts';
import { openOrigin } from './open-origin.ts';

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

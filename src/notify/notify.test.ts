import { createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { webhookReceiver } from '../../test/support/notify/webhook-receiver.ts';
import { unexpected } from '../../test/support/unexpected.ts';
import { listening } from '../../test/support/upstreams/listening.ts';
import { manualClock } from '../kernel/index.ts';
import type { Channel } from './channel.ts';
import { deliver } from './deliver.ts';
import type { Kept, OutboxMessage } from './message.ts';
import { mailText, slackBody, webhookBody } from './render.ts';
import { mostAttempts, retryDelay } from './retry.ts';
import { webhookHeaders, webhookKey } from './sign.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const approval: OutboxMessage = {
  type: 'approval.waiting',
  data: { approval: 'a1', grant: 'alice', server: 's', tool: 't', rule: '/tools/t/action', keys: ['a'], expiresAt: 0 },
  values: { path: '/etc/passwd' },
};
const kept: Kept = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', time: 1_614_265_330_000, message: approval };
const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

/** Whatever could end a line, a header or a text, hide, or turn. */
const nasty = fc.constantFrom(...Array.from('ab<>&=?.:"\\ \r\n\0\t\u2028\u202e\u200b\ud800é漢😀'));

describe('a signature', () => {
  it('is the one of the standard’s own example', () => {
    const key = webhookKey(secret) ?? Buffer.alloc(0);
    expect(webhookHeaders(key, kept.id, 1_614_265_330, '{"test": 2432232314}')).toEqual([
      'webhook-id',
      kept.id,
      'webhook-timestamp',
      '1614265330',
      'webhook-signature',
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    ]);
  });

  it.each(['', 'whsec_', 'secret', 'whsec_c2hvcnQ=', `whsec_${'A'.repeat(200)}`, 'whsec_no base64!'])(
    '%j is no secret',
    (text) => {
      expect(webhookKey(text)).toBeUndefined();
    },
  );
});

describe('a retry', () => {
  it('waits longer each time, never longer than half a day, less by chance, and ends', () => {
    let whole = 0;
    for (let attempt = 1; attempt < mostAttempts; attempt += 1) {
      const [most = 0, least = 0] = [retryDelay(attempt, 0), retryDelay(attempt, 1)];
      expect(least).toBe(Math.round(most * 0.75));
      expect(most).toBeLessThanOrEqual(12 * 3_600_000);
      expect(most).toBeGreaterThanOrEqual(whole === 0 ? 5_000 : 0);
      whole += most;
    }
    expect(retryDelay(mostAttempts, 0)).toBeUndefined();
    expect(whole).toBeGreaterThan(2 * 24 * 3_600_000);
  });
});

describe('what is told', () => {
  it('has values only for who is to be told them, and never in a chat or a mail', () => {
    expect(webhookBody(kept, false)).not.toContain('passwd');
    expect(JSON.parse(webhookBody(kept, true))).toMatchObject({
      type: 'approval.waiting',
      data: { values: { path: '/etc/passwd' } },
    });
    expect(slackBody(kept)).not.toContain('passwd');
    expect(mailText(kept).text).not.toContain('passwd');
  });

  it('has no markup of anybody’s in a chat, and no line of anybody’s in a mail', () => {
    fc.assert(
      fc.property(fc.string({ unit: nasty, maxLength: 50 }), (name) => {
        const hostile: Kept = {
          ...kept,
          message: { type: 'definitions.waiting', data: { server: name, tools: [{ name, change: 'new' }] } },
        };
        expect(JSON.parse(slackBody(hostile)).text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        expect(mailText(hostile).subject).not.toMatch(/[\r\n]/);
        expect(mailText(hostile).text.trimEnd().split('\n')).toHaveLength(7);
      }),
    );
  });
});

describe('a webhook', () => {
  const clock = manualClock(1_700_000_000_000);
  const around = { clock, mail: undefined, records: async () => [], version: '0.0.0', fault: unexpected };
  const channelTo = (url: string, more: object = {}): Channel =>
    ({
      id: 'c',
      name: 'c',
      kind: 'webhook',
      types: [],
      withValues: false,
      url,
      secret,
      allowPrivate: true,
      ...more,
    }) as Channel;

  it('is posted with a signature that the receiver can check', async () => {
    const receiver = await webhookReceiver(secret);
    open.push(receiver);
    expect(await deliver(channelTo(`${receiver.url}?a=b`), kept, around)).toEqual({ ok: true });
    expect(receiver.received).toMatchObject([{ path: '/hook?a=b', signed: true, headers: { 'webhook-id': kept.id } }]);
    expect(receiver.received[0]?.headers['webhook-timestamp']).toBe('1700000000');
  });

  it.each([
    [500, false],
    [429, false],
    [302, false],
    [410, true],
  ])('that is answered with %i has failed; for good: %s', async (status, final) => {
    const receiver = await webhookReceiver(secret);
    const elsewhere = await webhookReceiver(secret);
    open.push(receiver, elsewhere);
    Object.assign(receiver.behaviour, { status, location: elsewhere.url });
    const attempt = await deliver(channelTo(receiver.url), kept, around);
    expect(attempt).toMatchObject({ ok: false, final });
    expect(elsewhere.received).toEqual([]);
  });

  it('goes to no private address unless it may, by literal or by name', async () => {
    const receiver = await webhookReceiver(secret);
    open.push(receiver);
    const { port } = new URL(receiver.url);
    const resolve = (_: string, resolved: (error: null, all: { address: string; family: number }[]) => void) =>
      resolved(null, [{ address: '127.0.0.1', family: 4 }]);
    for (const url of [receiver.url, `http://rebound.example:${port}/`, `http://0x7f.1:${port}/`]) {
      const attempt = await deliver(channelTo(url, { allowPrivate: false }), kept, { ...around, resolve });
      expect(attempt).toMatchObject({ ok: false, final: false });
      expect(JSON.stringify(attempt)).not.toContain('127.0.0.1');
      // Whoever reads it is told what to change.
      expect(attempt).toMatchObject({ reason: expect.stringContaining('(allowPrivate)') });
    }
    expect(receiver.received).toEqual([]);
  });

  const head = 'HTTP/1.1 200 OK\r\n';
  const again = (text: string) => (socket: Socket) => {
    const more = setInterval(() => socket.write(text), 1);
    socket.on('close', () => clearInterval(more));
  };
  const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024));
  const chunked = 'transfer-encoding: chunked\r\n\r\n';

  it.each<[string, boolean, string, (socket: Socket) => void]>([
    ['hints without an end', false, '', again('HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n'.repeat(50))],
    ['a head without an end', false, head, again(`x: ${'a'.repeat(1_000)}\r\n`)],
    ['a body without an end', true, head + chunked, again(`10000\r\n${'a'.repeat(0x10000)}\r\n`)],
    [
      'a body that grows when it is unpacked',
      true,
      `${head}content-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`,
      (socket) => socket.write(bomb),
    ],
  ])('that is answered with %s is over, for a receiver and for a collector', async (_what, ok, first, then) => {
    for (const kind of ['webhook', 'otlp']) {
      const closed = Promise.withResolvers<void>();
      const server = createServer((socket) => {
        socket.on('error', () => undefined).on('close', () => closed.resolve());
        socket.once('data', () => {
          socket.write(first);
          then(socket);
        });
      });
      open.push({ close: () => void server.close() });
      const url = `http://127.0.0.1:${await listening(server)}/`;
      expect(await deliver(channelTo(url, { kind, headers: [] }), kept, around)).toMatchObject({ ok });
      // Nothing more is read.
      await closed.promise;
    }
  });
});

/** Servers that die, hang, are not there or talk nonsense: a clear code each time, and the session goes on. */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { initialize, openSession, post, type RawAnswer, type RawSession } from '../support/gateway/raw-session.ts';
import { open, servers } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type behaviours, type HostileHttp, startHostileHttp } from '../support/upstreams/hostile-http.ts';
import { listening } from '../support/upstreams/listening.ts';

const http = [
  'garbage',
  'html',
  'batch',
  'wrong-id',
  'result-and-error',
  'duplicate-id',
  'redirect',
  'gzip',
  'unauthorized',
  'error-500',
  'hang',
  'hang-in-body',
  'drop',
  'not-http',
  'huge',
  'stream-without-answer',
  'sound',
] as const satisfies readonly (keyof typeof behaviours)[];
const expected: Readonly<Record<(typeof http)[number], string>> = {
  garbage: 'upstream_invalid',
  html: 'upstream_invalid',
  batch: 'upstream_invalid',
  'wrong-id': 'upstream_invalid',
  'result-and-error': 'upstream_invalid',
  'duplicate-id': 'upstream_invalid',
  redirect: 'upstream_invalid',
  gzip: 'upstream_invalid',
  unauthorized: 'upstream_unauthorized',
  'error-500': 'upstream_unavailable',
  hang: 'upstream_timeout',
  'hang-in-body': 'upstream_timeout',
  drop: 'upstream_unavailable',
  'not-http': 'upstream_invalid',
  huge: 'upstream_invalid',
  'stream-without-answer': 'upstream_invalid',
  sound: '',
};

let gateway: TestGateway;
let hostile: HostileHttp;
beforeAll(async () => {
  hostile = await startHostileHttp();
  const free = createServer();
  const closedPort = await listening(free);
  await new Promise((resolve) => free.close(resolve));
  const timeouts = { connect: '2s', firstByte: '1500ms', idle: '1500ms' };
  gateway = await startGateway({
    servers: {
      ...Object.fromEntries(
        http.map((name) => [
          name,
          { url: hostile.url(name), allowPrivate: true, timeouts, caps: { response: '1MiB' } },
        ]),
      ),
      // One each: a server that keeps ending is started again ever later.
      dying: servers.hostile(),
      killed: servers.hostile(),
      pipe: servers.hostile(),
      // A process has to start within these, on a machine that has much else to do.
      hanging: { ...servers.hostile(), timeouts: { ...timeouts, firstByte: '4s', idle: '4s' } },
      noisy: servers.hostile('--banner'),
      silent: { ...servers.hostile('--silent'), timeouts },
      stillborn: servers.hostile('--exit-at-start'),
      missing: { command: ['./no-such-program'] },
      refused: { url: `http://127.0.0.1:${closedPort}/mcp`, allowPrivate: true },
      private: { url: hostile.url('comments') },
    },
    policies: { open },
  });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  await hostile?.close();
}, 60_000);

const session = (slug: string): Promise<RawSession> => openSession(gateway.url(slug), gateway.token());

interface Told {
  readonly id: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data: { readonly code: string } };
  readonly result?: { readonly content: readonly [{ readonly text: string }] };
}
const told = ({ text }: RawAnswer): Told => JSON.parse(text) as Told;

/** What an agent may read of a failure: a sentence, and nothing of where the server is. */
function expectFailure(answer: RawAnswer, id: unknown, code: string): void {
  expect(answer.status).toBe(200);
  expect(told(answer)).toMatchObject({ id, error: { code: -32603, data: { code } } });
  const message = told(answer).error?.message ?? '';
  expect(message).toMatch(/^[A-Z`].*\.$/);
  expect(answer.text).not.toMatch(/127\.0\.0\.1|ECONN|node_modules|\/tmp|\.ts\b/);
}

describe('over HTTP', () => {
  it.each(http)('%s', async (slug) => {
    const one = await session(slug);
    for (const id of [1, 'again']) {
      const answer = await one.call(id, 'harm');
      if (expected[slug] === '') expect(told(answer).result?.content[0].text).toBe('good');
      else expectFailure(answer, id, expected[slug]);
    }
    expect((await one.send({ id: 2, method: 'ping' })).text).toBe('{"jsonrpc":"2.0","id":2,"result":{}}');
  });

  it.each([
    ['refused', 'upstream_unavailable'],
    ['private', 'upstream_unavailable'],
  ])('no session with a server that is %s', async (slug, code) => {
    expectFailure(await post(gateway.url(slug), gateway.token(), initialize()), 0, code);
  });

  it('a loopback address is not dialled for a server that may not be private', () => {
    expect(hostile.requests.filter(({ path }) => path === '/comments')).toEqual([]);
  });
});

describe('over a pipe', () => {
  it('a server that dies in a call is said to be unavailable, and started again for the next', async () => {
    const one = await session('dying');
    const before = JSON.parse(told(await one.call(1, 'facts')).result?.content[0].text ?? '{}') as { pid: number };
    expectFailure(await one.call(2, 'die'), 2, 'upstream_unavailable');
    const after = JSON.parse(told(await one.call(3, 'facts')).result?.content[0].text ?? '{}') as { pid: number };
    expect(after.pid).toBeGreaterThan(0);
    expect(after.pid).not.toBe(before.pid);
    await one.end();
  });

  it('one that is killed in a call is, too', async () => {
    const one = await session('killed');
    const { pid } = JSON.parse(told(await one.call(1, 'facts')).result?.content[0].text ?? '{}') as { pid: number };
    // Of two with one id, one is refused: the other is under way then, and has gone out before whatever follows it.
    const twice = [one.call(2, 'hang'), one.call(2, 'hang')];
    await Promise.race(twice);
    await one.call(4, 'echo');
    process.kill(pid, 'SIGKILL');
    const [hanging] = (await Promise.all(twice)).filter(({ text }) => !text.includes('duplicate_id'));
    if (hanging === undefined) throw new Error('both were refused');
    expectFailure(hanging, 2, 'upstream_unavailable');
    expect(told(await one.call(3, 'echo', { a: 1 })).result?.content[0].text).toBe('{"a":1}');
    await one.end();
  });

  it('one that hangs times out, and goes on', async () => {
    const one = await session('hanging');
    expectFailure(await one.call(1, 'hang'), 1, 'upstream_timeout');
    expect(told(await one.call(2, 'echo', { a: 2 })).result?.content[0].text).toBe('{"a":2}');
    await one.end();
  });

  it.each(['duplicate-key', 'result-and-error'])('%s is invalid', async (tool) => {
    const one = await session('pipe');
    expectFailure(await one.call(1, tool), 1, 'upstream_invalid');
    await one.end();
  });

  it('one that prints banners is understood', async () => {
    const one = await session('noisy');
    expect(told(await one.call(1, 'echo', { a: 3 })).result?.content[0].text).toBe('{"a":3}');
    await one.end();
  });

  it.each([
    ['silent', 'upstream_timeout'],
    ['stillborn', 'upstream_unavailable'],
    ['missing', 'upstream_unavailable'],
  ])('no session with one that is %s', async (slug, code) => {
    expectFailure(await post(gateway.url(slug), gateway.token(), initialize()), 0, code);
  });

  it('gets none of the gateway’s environment', async () => {
    const one = await session('pipe');
    const facts = JSON.parse(told(await one.call(1, 'facts')).result?.content[0].text ?? '{}') as {
      environment: Record<string, string>;
    };
    expect(Object.keys(facts.environment).sort()).toEqual(['HOME', 'PATH']);
    await one.end();
  });
});

it('every failed call is on the record with its code', async () => {
  await vi.waitFor(
    async () => {
      const records = (await gateway.calls()).filter(({ method }) => method === 'tools/call');
      for (const slug of http) {
        const codes = records.filter(({ server }) => server === slug).map(({ outcome, code }) => code ?? outcome);
        expect([slug, ...codes]).toEqual([slug, expected[slug] || 'allow', expected[slug] || 'allow']);
      }
    },
    { timeout: 25_000, interval: 500 },
  );
});

it('no token was told to a server, a log or the record', async () => {
  const token = gateway.token();
  expect(hostile.requests.some(({ body }) => body.includes(token))).toBe(false);
  expect(gateway.child.stderr() + gateway.child.stdout()).not.toContain(token);
  expect(readFileSync(gateway.configFile, 'utf8')).toContain(token);
});

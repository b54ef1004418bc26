import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { fixtureServer } from '../../test/support/upstreams/fixture-server.ts';
import { ask, call, failureOf, textOf } from '../../test/support/upstreams/hearing.ts';
import { type HostileHttp, startHostileHttp } from '../../test/support/upstreams/hostile-http.ts';
import { startLegacyHttp } from '../../test/support/upstreams/legacy-server.ts';
import { startLegacySse } from '../../test/support/upstreams/legacy-sse-server.ts';
import type { HttpServer, StdioServer } from '../config/index.ts';
import { anchoredClock } from '../kernel/index.ts';
import {
  type Listener,
  openUpstream,
  type Upstream,
  type UpstreamEvent,
  type UpstreamFailure,
  type UpstreamSession,
} from './index.ts';

/**
 * An exception where sockets and pipes are read would end the process. Thrown here are those that nobody knows of yet: by
 * whoever hears a request, and by the log, which is told of things in the middle of reading.
 */
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const thrown = new TypeError('nobody thought of this');

interface Opened {
  readonly upstream: Upstream;
  readonly faults: UpstreamEvent[];
  /** What the log was told that the server has done wrong. */
  readonly violations: UpstreamEvent[];
}

/** @param breaks of what the log cannot be told */
async function opened(config: HttpServer | StdioServer, breaks?: UpstreamEvent['event']): Promise<Opened> {
  const [faults, violations]: [UpstreamEvent[], UpstreamEvent[]] = [[], []];
  const log = (event: UpstreamEvent): void => {
    if (event.event === 'fault') faults.push(event);
    if (event.event === 'violation') violations.push(event);
    if (event.event === breaks) throw thrown;
  };
  const upstream = await openUpstream(config, { clock: anchoredClock(), log });
  closing.push(() => upstream.close());
  return { upstream, faults, violations };
}

function overHttp(url: string, breaks?: UpstreamEvent['event']): Promise<Opened> {
  return opened({ ...fixtureServer, transport: 'http', url, headers: new Map(), allowPrivate: true }, breaks);
}

function overStdio(script: string, breaks?: UpstreamEvent['event'], flags: readonly string[] = []): Promise<Opened> {
  const path = fileURLToPath(new URL(`../../test/support/upstreams/${script}`, import.meta.url));
  const command = [process.execPath, '--no-warnings', path, ...flags];
  const more = { env: new Map<string, string>(), cwd: undefined, shared: true, runAs: undefined };
  return opened({ ...fixtureServer, ...more, transport: 'stdio', command }, breaks);
}

async function initialised(upstream: Upstream): Promise<UpstreamSession> {
  const session = upstream.open('legacy');
  const params = {
    protocolVersion: '2025-11-25',
    capabilities: { elicitation: {} },
    clientInfo: { name: 'test', version: '1' },
  };
  expect(await ask(session, 'initialize', params).end).toHaveProperty('answer');
  await session.send(Buffer.from('{"jsonrpc":"2.0","method":"notifications/initialized"}'), {});
  return session;
}

/** A request whose listener throws at one of its words, and all that it heard until it was done. */
function throwing(session: UpstreamSession, tool: string, at: keyof Listener): Promise<readonly string[]> {
  const heard: string[] = [];
  return new Promise((resolve) => {
    const hears = (what: keyof Listener, of?: UpstreamFailure): void => {
      heard.push(of === undefined ? what : `${what} ${of.code}`);
      if (what === 'settled') resolve(heard);
      if (what === at) throw thrown;
    };
    session.request(
      (id) => {
        const params = { name: tool, arguments: { to: 1, value: 1 }, _meta: { progressToken: id } };
        return Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params }));
      },
      {},
      {
        notification: () => hears('notification'),
        request: () => hears('request'),
        answer: () => hears('answer'),
        failure: (failure) => hears('failure', failure),
        settled: () => hears('settled'),
      },
    );
  });
}

describe.each([
  [
    'HTTP',
    async () => {
      const server = await startLegacyHttp();
      closing.push(() => server.close());
      return await overHttp(server.url);
    },
  ],
  [
    'HTTP+SSE',
    async () => {
      const server = await startLegacySse();
      closing.push(() => server.close());
      const found = await overHttp(server.url);
      expect(await found.upstream.era('modern')).toBe('legacy');
      return found;
    },
  ],
  ['stdio', () => overStdio('legacy-server.ts')],
] as const)('over %s', (transport, open) => {
  // Where all is said on one stream, what a server asks belongs to no request in particular.
  const asked = transport === 'HTTP' ? ([['request', 'elicit', ['request', 'failure upstream_invalid']]] as const) : [];
  it.each([
    ['notification', 'count', ['notification', 'failure upstream_invalid']],
    ['answer', 'echo', ['answer', 'failure upstream_invalid']],
    ['settled', 'echo', ['answer']],
    ...asked,
  ] as const)('what is thrown at its %s fails that request, and nothing else', async (at, tool, told) => {
    const { upstream, faults, violations } = await open();
    const session = await initialised(upstream);
    const other = call(session, 'wait');
    expect(await throwing(session, tool, at)).toEqual([...told, 'settled']);
    expect(faults).toEqual([expect.objectContaining({ server: 'fixture', level: 'error', error: thrown })]);
    expect(await textOf(call(session, 'echo', { value: 'here' }))).toBe('"here"');
    expect(other.ends()).toBe(0);
    expect(violations).toEqual([]);
  });

  it('what is thrown at the end of the conversation keeps nobody else from hearing of it', async () => {
    const { upstream, faults } = await open();
    const session = await initialised(upstream);
    const [one, other] = [throwing(session, 'wait', 'failure'), call(session, 'wait')];
    await upstream.close();
    expect((await one).at(-1)).toBe('settled');
    expect(await failureOf(other)).toMatchObject({ code: 'upstream_unavailable' });
    expect(faults).toHaveLength(1);
  });

  it('what is thrown at words that belong to no request is said, and the request goes on', async () => {
    const { upstream, faults } = await open();
    const session = await initialised(upstream);
    const { promise: told, resolve } = Promise.withResolvers<void>();
    session.unattributed({
      notification: () => {
        resolve();
        throw thrown;
      },
      request: () => {},
    });
    session.listen();
    expect(await textOf(call(session, 'change'))).toBeTypeOf('string');
    await told;
    expect(faults.every(({ error }) => error === thrown) && faults.length > 0).toBe(true);
  });
});

describe('what reads the server cannot tell the log', () => {
  async function hostile(behaviour: Parameters<HostileHttp['url']>[0]): Promise<Opened> {
    const server = await startHostileHttp();
    closing.push(() => server.close());
    return overHttp(server.url(behaviour), 'violation');
  }

  it.each([
    ['wrong-id', 'answered what it was not asked'],
    ['wrong-id-stream', 'answered what it was not asked'],
    ['flood-of-notifications', 'could not be taken in'],
    ['huge-announced', 'over the size limit'],
    ['not-http', 'does not speak HTTP'],
  ] as const)('over HTTP, by %s: the request fails', async (behaviour, why) => {
    const { upstream, faults, violations } = await hostile(behaviour);
    const session = upstream.open('legacy');
    expect(await failureOf(call(session, 'any'))).toMatchObject({
      code: 'upstream_invalid',
      message: expect.stringContaining(why),
    });
    expect(new Set(faults.map(({ error }) => error))).toEqual(new Set([thrown]));
    // What the gateway could not take in is no fault of the server's.
    expect(violations.filter(({ detail }) => detail.includes('taken in'))).toEqual([]);
  });

  it('over stdio, its process is ended, what it was asked fails, and the next one is another', async () => {
    const { upstream, faults } = await overStdio('hostile-stdio.ts', 'violation');
    const session = upstream.open('legacy');
    const [asked, other] = [call(session, 'wrong-id'), call(session, 'hang')];
    for (const each of [asked, other]) {
      expect(await failureOf(each)).toMatchObject({ code: 'upstream_invalid', sent: true });
    }
    expect(faults.map(({ error }) => error)).toEqual([thrown]);
    expect(await textOf(call(upstream.open('legacy'), 'echo', { x: 1 }))).toBe('{"x":1}');
  });

  it('over stdio, of what it wrote on its error output', async () => {
    const { upstream, faults } = await overStdio('hostile-stdio.ts', 'stderr');
    const hanging = call(upstream.open('legacy'), 'hang');
    const writing = call(upstream.open('legacy'), 'stderr');
    expect(await failureOf(hanging)).toMatchObject({ code: 'upstream_invalid' });
    await writing.end;
    expect(faults.map(({ error }) => error)).toEqual([thrown]);
  });
});

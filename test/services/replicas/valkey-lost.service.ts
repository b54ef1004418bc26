/** Two gateways that count in one Valkey, which stands still, dies and comes back: no limit lets more through than it says. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openSession, type RawSession } from '../../support/gateway/raw-session.ts';
import { open } from '../../support/gateway/servers.ts';
import { type LegacyHttp, startLegacyHttp } from '../../support/upstreams/legacy-server.ts';
import { newDatabase, type TestDatabase } from '../support/new-database.ts';
import { type RedisServer, startRedis } from '../support/start-redis.ts';
import { type Installation, startReplicas } from '../support/start-replicas.ts';

const postgres = inject('postgres');
const keeps = ['--appendonly', 'yes', '--appendfsync', 'always'];
const redis: RedisServer | undefined = postgres === undefined ? undefined : await startRedis(keeps);
const there = postgres !== undefined && redis !== undefined;
const max = 60;

describe.skipIf(!there)(there ? 'a Valkey that two gateways count in' : 'PostgreSQL or Valkey is not installed', () => {
  let upstream: LegacyHttp;
  let database: TestDatabase;
  let installation: Installation;
  let sessions: readonly RawSession[];

  beforeAll(async () => {
    upstream = await startLegacyHttp();
    database = await newDatabase(postgres ?? '');
    const limits = [{ counter: 'calls', window: 'hour', max, scope: 'grant' }];
    installation = await startReplicas(2, {
      valkey: redis?.url ?? '',
      database: database.url,
      servers: { open: { url: upstream.url, allowPrivate: true } },
      policies: { limited: { ...open, tools: { echo: { action: 'allow', limits } } } },
      grants: { agent: { open: 'limited' } },
    });
    const token = installation.token('agent');
    sessions = await Promise.all(installation.replicas.map((replica) => openSession(replica.url('open'), token)));
  }, 120_000);
  afterAll(async () => {
    await installation?.stop();
    await database?.remove();
    await redis?.remove();
    await upstream?.close();
  }, 60_000);

  const made = () => upstream.seen.calls.filter((name) => name === 'echo').length;
  const call = async (session: RawSession): Promise<string> => (await session.call(1, 'echo', { value: 'made' })).text;

  /** Both call until each has been let through. @returns what they were told meanwhile */
  async function untilLetThrough(): Promise<readonly string[]> {
    const told = await Promise.all(
      sessions.map(async (session) => {
        const refusals: string[] = [];
        for (;;) {
          const text = await call(session);
          if (text.includes('"made') || text.includes('rate_limited')) return refusals;
          // Who asks as fast as it is refused has more requests in a second than a grant may have, and is told that.
          if (!text.includes('"overloaded"')) refusals.push(text);
        }
      }),
    );
    return told.flat();
  }

  it.each<[string, (server: RedisServer) => unknown, (server: RedisServer) => unknown]>([
    ['stands still', (server) => server.process().kill('SIGSTOP'), (server) => server.process().kill('SIGCONT')],
    ['is killed, and started again with what it had', (server) => server.kill(), (server) => server.start()],
    [
      'is killed, and started again with nothing',
      (server) => server.kill(),
      (server) => {
        server.lose();
        return server.start();
      },
    ],
  ])(
    '%s: calls that are limited are refused with a reason, and counted on by themselves',
    async (_how, end, begin) => {
      const server = redis as RedisServer;
      await untilLetThrough();
      // Some are under way when it goes.
      const underWay = sessions.flatMap((session) => [call(session), call(session)]);
      await end(server);
      await Promise.all(underWay);
      const refused = await Promise.all(sessions.map(call));
      for (const text of refused) expect(text).toContain('limits_unavailable');
      await begin(server);
      const told = await untilLetThrough();
      for (const text of told) expect(text).toMatch(/"message":"[^"]{20,}".*"limits_unavailable","retryable":true/);
    },
    60_000,
  );

  it('and what was let through in all is not more than the limit says', async () => {
    for (const session of sessions) while (!(await call(session)).includes('rate_limited'));
    expect(made()).toBeLessThanOrEqual(max);
    // What was refused because no answer came in time may have been counted.
    expect(made()).toBeGreaterThan(max / 2);
  }, 30_000);
});

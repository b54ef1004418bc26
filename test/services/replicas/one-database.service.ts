/** Two gateways on one PostgreSQL and one Valkey: what is decided at one is in force at the other within a second. */
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { openSession } from '../../support/gateway/raw-session.ts';
import { open } from '../../support/gateway/servers.ts';
import { type LegacyHttp, startLegacyHttp } from '../../support/upstreams/legacy-server.ts';
import { newDatabase, type TestDatabase } from '../support/new-database.ts';
import { type RedisServer, startRedis } from '../support/start-redis.ts';
import { type Installation, type Replica, startReplicas } from '../support/start-replicas.ts';

const postgres = inject('postgres');
const redis: RedisServer | undefined = postgres === undefined ? undefined : await startRedis();
const there = postgres !== undefined && redis !== undefined;

describe.skipIf(!there)(there ? 'two gateways on one database' : 'PostgreSQL or Valkey is not installed here', () => {
  let upstream: LegacyHttp;
  let database: TestDatabase;
  let installation: Installation;
  let one: Replica;
  let other: Replica;
  let token: string;

  beforeAll(async () => {
    upstream = await startLegacyHttp();
    database = await newDatabase(postgres ?? '');
    installation = await startReplicas(2, {
      valkey: redis?.url ?? '',
      database: database.url,
      servers: { open: { url: upstream.url, allowPrivate: true }, asks: { url: upstream.url, allowPrivate: true } },
      policies: {
        open,
        asks: {
          ...open,
          approval: { hold: '20s' },
          tools: {
            echo: { action: 'require_approval', limits: [{ counter: 'c', window: 'hour', max: 3, scope: 'grant' }] },
          },
        },
      },
      grants: { agent: { open: 'open', asks: 'asks' } },
    });
    [one, other] = installation.replicas as [Replica, Replica];
    token = installation.token('agent');
  }, 180_000);
  afterAll(async () => {
    await installation?.stop();
    await database?.remove();
    await redis?.remove();
    await upstream?.close();
  }, 60_000);

  it('a call that waits at one is let go by a decision made at the other', async () => {
    const session = await openSession(one.url('asks'), token);
    const waiting = session.call(1, 'echo', { value: 'agreed' });
    const id = await vi.waitFor(
      async () => {
        const listed = await installation.run(other, 'approvals', 'list', '--json');
        const [line = ''] = listed.split('\n');
        return (JSON.parse(line) as { id: string }).id;
      },
      { timeout: 30_000, interval: 200 },
    );
    await installation.run(other, 'approvals', 'approve', id);
    const answer = await waiting;
    expect(answer.text).toContain('agreed');
    expect(upstream.seen.calls).toEqual(['echo']);
  });

  it('what is stopped at one is stopped at the other within a second', async () => {
    const session = await openSession(other.url('open'), token);
    expect((await session.call(1, 'echo', { value: 1 })).text).not.toContain('killed');
    await installation.run(one, 'kill', '--tool', 'open/echo', '--reason', 'test');
    await vi.waitFor(async () => expect((await session.call(2, 'echo', { value: 1 })).text).toContain('killed'), {
      timeout: 1_000,
      interval: 20,
    });
  });
});

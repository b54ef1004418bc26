/** What happens to calls that are counted in Valkey when Valkey, or the way there, fails. */
import { afterEach, describe, expect, inject, it } from 'vitest';
import type { CounterSnapshot } from '../../../src/limits/index.ts';
import { type ValkeyLimiter, valkeyLimiter } from '../../../src/store/valkey/index.ts';
import { budget, demand, slot, unit } from '../../contract/limiter/demands.ts';
import { type Fault, FaultProxy } from '../../support/fault-proxy.ts';
import { noRedis, type RedisServer, startRedis } from '../support/start-redis.ts';
import { emptyRecord, newPrefix } from '../support/timed-limiter.ts';

const shared = inject('redis');
const hour = demand([budget({ key: 'hour', windowMs: 3_600_000, max: 1_000 * unit })]);
const minute = demand([budget({ key: 'minute', max: 1_000 * unit })]);

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function server(...more: string[]): Promise<RedisServer> {
  const started = await startRedis(more);
  if (started === undefined) throw new Error(noRedis);
  closing.push(() => started.remove());
  return started;
}

async function proxyTo(port: number): Promise<FaultProxy> {
  const proxy = await FaultProxy.open(port);
  closing.push(() => proxy.close());
  return proxy;
}

interface Options {
  readonly prefix?: string;
  readonly recorded?: () => Promise<CounterSnapshot>;
  readonly slotTtlMs?: number;
  readonly log?: (event: string, cause?: unknown) => void;
}

async function limiter(port: number, options: Options = {}): Promise<ValkeyLimiter> {
  const opened = await valkeyLimiter({
    url: `redis://127.0.0.1:${port}`,
    prefix: newPrefix(),
    recorded: emptyRecord,
    log: () => undefined,
    answerMs: 400,
    ...options,
  });
  closing.push(() => opened.close());
  return opened;
}

/** Asks until it is let through. @returns what the budget has left then, and how long that took in ms */
async function recovered(by: ValkeyLimiter, of = hour, patienceMs = 15_000): Promise<{ left: number; ms: number }> {
  const began = performance.now();
  for (;;) {
    try {
      const answer = await by.take(of);
      if (!answer.ok) throw new Error('refused');
      return { left: (answer.remaining[0]?.remaining ?? 0) / unit, ms: performance.now() - began };
    } catch (error) {
      if (performance.now() - began > patienceMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Refused for want of a count, within the time that an answer may take. */
async function refused(by: ValkeyLimiter, of = hour): Promise<void> {
  const began = performance.now();
  await expect(by.take(of)).rejects.toMatchObject({ code: 'limits_unavailable' });
  expect(performance.now() - began).toBeLessThan(5_000);
}

const untilDown = async (by: ValkeyLimiter): Promise<void> => {
  const began = performance.now();
  while (by.ready()) {
    await by.take(hour).catch(() => undefined);
    if (performance.now() - began > 10_000) throw new Error('it never noticed');
  }
};

describe.skipIf(shared === undefined)(shared === undefined ? noRedis : 'the way to Valkey', () => {
  // The others: `test/services/faults/table.service.ts`.
  const faults: readonly Fault[] = [{ kind: 'reset' }, { kind: 'half-closed' }, { kind: 'slow', ms: 1_500 }];
  it.each(faults)('$kind: refused with a reason, and counted on when it is over', async (fault) => {
    const port = Number(new URL(shared ?? '').port);
    const proxy = await proxyTo(port);
    const prefix = newPrefix();
    const [through, beside] = [await limiter(proxy.port, { prefix }), await limiter(port, { prefix })];
    expect((await recovered(through)).left).toBe(999);
    await proxy.be(fault);
    await untilDown(through);
    await refused(through);
    await proxy.be({ kind: 'through' });
    const { ms } = await recovered(through);
    expect(ms).toBeLessThan(2_000 + 3_000);
    // All three that were let through are counted; what was refused in doubt may be.
    const { left } = await recovered(beside);
    expect(1_000 - left).toBeGreaterThanOrEqual(3);
    expect(1_000 - left).toBeLessThanOrEqual(3 + 40);
  });
});

describe.skipIf(shared === undefined)(shared === undefined ? noRedis : 'Valkey', () => {
  it('killed and started again with what it had: goes on counting from there', async () => {
    const redis = await server('--appendonly', 'yes', '--appendfsync', 'always');
    const prefix = newPrefix();
    const replicas = [await limiter(redis.port, { prefix }), await limiter(redis.port, { prefix })];
    for (const replica of replicas) await recovered(replica);
    await redis.kill();
    await refused(replicas[0] as ValkeyLimiter);
    await redis.start();
    const { left } = await recovered(replicas[0] as ValkeyLimiter);
    expect(left).toBeLessThanOrEqual(997);
    expect(left).toBeGreaterThanOrEqual(990);
    await recovered(replicas[1] as ValkeyLimiter, minute);
  });

  it('paused: refused in time, and nothing is forgotten', async () => {
    const redis = await server();
    const one = await limiter(redis.port);
    await recovered(one);
    redis.process().kill('SIGSTOP');
    await refused(one);
    await refused(one);
    redis.process().kill('SIGCONT');
    const { left } = await recovered(one);
    expect(left).toBeLessThanOrEqual(998);
  });

  it('flushed: short windows wait, long ones are counted from the record', async () => {
    const redis = await server();
    const prefix = newPrefix();
    const at = Date.now();
    const rows = [{ key: 'hour', windowMs: 3_600_000, at, amount: 7 * unit }];
    let record: CounterSnapshot = { at: 0, rows: [] };
    const recorded = async () => record;
    const [one, other] = [
      await limiter(redis.port, { prefix, recorded }),
      await limiter(redis.port, { prefix, recorded }),
    ];
    await recovered(one);
    await recovered(other, minute);
    record = { at, rows };
    await one.look(demand([])).catch(() => undefined);
    await flush(redis);
    // Whoever asks first finds it out, also for those who do not.
    await refused(one, minute);
    await refused(other, hour);
    expect((await recovered(one)).left).toBe(992);
    expect((await recovered(other)).left).toBe(991);
    await expect(other.take(minute)).rejects.toThrow(/counts again in \d+ s/);
    await until(() => one.ready() && other.ready());
  });

  /** However a server comes to have less than there was, nobody counts on as if there had been nothing. */
  it.each<[string, (redis: RedisServer, prefix: string) => Promise<unknown>]>([
    ['its one database emptied', (redis) => say(redis, 'FLUSHDB')],
    ['what says which counters are true deleted', (redis, prefix) => say(redis, 'DEL', `${prefix}state`)],
    ['another database put in its place', (redis) => say(redis, 'SWAPDB', '0', '1')],
    [
      'killed, and started with nothing',
      async (redis) => {
        await redis.kill();
        await redis.start();
      },
    ],
  ])('%s: as if it had been flushed', async (_how, lose) => {
    const redis = await server();
    const prefix = newPrefix();
    const rows = [{ key: 'hour', windowMs: 3_600_000, at: Date.now(), amount: 7 * unit }];
    let record: CounterSnapshot = { at: 0, rows: [] };
    const one = await limiter(redis.port, { prefix, recorded: async () => record });
    await recovered(one, minute);
    record = { at: Date.now(), rows };
    await lose(redis, prefix);
    // Seven are on the record, and the one that asks is the eighth.
    expect((await recovered(one)).left).toBe(992);
    await expect(one.take(minute)).rejects.toThrow(/counts again in \d+ s/);
  });

  it('that may forget, from some time on: refused until it must not, and nothing was forgotten', async () => {
    const redis = await server();
    const told: unknown[] = [];
    const log = (event: string, cause?: unknown) => void (event === 'down' && told.push(String(cause)));
    const one = await limiter(redis.port, { log });
    await recovered(one, minute);
    await say(redis, 'CONFIG', 'SET', 'maxmemory-policy', 'volatile-ttl');
    await until(() => told.length > 0);
    await refused(one);
    // What is tried six times a second is told once.
    const tries = async () => Number(/cmdstat_info:calls=(\d+)/.exec(await say(redis, 'INFO', 'commandstats'))?.[1]);
    const before = await tries();
    await until(async () => (await tries()) > before + 20);
    expect(told).toEqual([expect.stringContaining('set maxmemory-policy to noeviction')]);
    await say(redis, 'CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    expect((await recovered(one, minute)).left).toBeLessThanOrEqual(998);
    expect((await recovered(one)).left).toBe(999);
  });

  it('that has forgotten some, however short the time in which it could: as if it had been flushed', async () => {
    const redis = await server();
    const prefix = newPrefix();
    const rows = [{ key: 'hour', windowMs: 3_600_000, at: Date.now(), amount: 7 * unit }];
    let record: CounterSnapshot = { at: 0, rows: [] };
    const recorded = async () => record;
    const [one, other] = [
      await limiter(redis.port, { prefix, recorded }),
      await limiter(redis.port, { prefix, recorded }),
    ];
    await recovered(one, minute);
    record = { at: Date.now(), rows };
    // Of the keys that end only: what says which counters are true is there throughout.
    await say(redis, 'CONFIG', 'SET', 'maxmemory-policy', 'volatile-ttl', 'maxmemory', '1mb');
    await say(redis, 'PUBLISH', 'nobody', 'a word');
    await say(redis, 'CONFIG', 'SET', 'maxmemory-policy', 'noeviction', 'maxmemory', '0');
    expect(await say(redis, 'INFO', 'stats')).not.toContain('evicted_keys:0');
    expect(await say(redis, 'EXISTS', `${prefix}state`)).toBe('1');
    await until(async () => (await say(redis, 'HGET', `${prefix}state`, 'lost')) !== '0');
    expect((await recovered(one)).left).toBe(992);
    expect((await recovered(other)).left).toBe(991);
    await expect(other.take(minute)).rejects.toThrow(/counts again in \d+ s/);
    // Both have seen it, and neither takes it for another loss.
    const era = await say(redis, 'HGET', `${prefix}state`, 'era');
    await until(() => one.ready() && other.ready());
    expect(await say(redis, 'HGET', `${prefix}state`, 'era')).toBe(era);
  });

  it('started from a snapshot that is older than the last calls: as if it had been flushed', async () => {
    const redis = await server();
    const prefix = newPrefix();
    const one = await limiter(redis.port, { prefix });
    await recovered(one, minute);
    await say(redis, 'SAVE');
    await recovered(one, minute);
    await redis.kill();
    await redis.start();
    await recovered(one);
    await expect(one.take(minute)).rejects.toThrow(/counts again in \d+ s/);
  });

  it('empty, where the record knows of calls: as if it had been flushed', async () => {
    const redis = await server();
    const rows = [{ key: 'hour', windowMs: 3_600_000, at: Date.now(), amount: 7 * unit }];
    const one = await limiter(redis.port, { recorded: async () => ({ at: 0, rows }) });
    await refused(one);
    expect((await recovered(one)).left).toBe(992);
  });

  it('failed over to a replica that had everything: goes on; to one that had not: as if it had been flushed', async () => {
    const [primary, second] = [await server(), await server()];
    const replicate = async () => {
      await say(second, 'REPLICAOF', '127.0.0.1', String(primary.port));
      await until(async () => (await say(second, 'INFO', 'replication')).includes('master_link_status:up'));
    };
    await replicate();
    const proxy = await proxyTo(primary.port);
    const prefix = newPrefix();
    const one = await limiter(proxy.port, { prefix });
    await recovered(one);
    const changes = (of: RedisServer): Promise<string> => say(of, 'HGET', `${prefix}state`, 'seq');
    await until(async () => (await changes(second)) === (await changes(primary)));
    await say(second, 'REPLICAOF', 'NO', 'ONE');
    proxy.lead(second.port);
    const { left } = await recovered(one);
    expect(left).toBeLessThanOrEqual(998);
    await recovered(one, minute);
    // The other way round, and the last calls have not got there.
    await say(primary, 'REPLICAOF', '127.0.0.1', String(second.port));
    await until(async () => (await say(primary, 'INFO', 'replication')).includes('master_link_status:up'));
    await say(primary, 'REPLICAOF', 'NO', 'ONE');
    await recovered(one);
    proxy.lead(primary.port);
    await recovered(one);
    await expect(one.take(minute)).rejects.toThrow(/counts again in \d+ s/);
  });

  it('frees the slots of a gateway that is silent, and of no other', async () => {
    const redis = await server();
    const prefix = newPrefix();
    const proxy = await proxyTo(redis.port);
    const dead = await limiter(proxy.port, { prefix, slotTtlMs: 2_500 });
    const alive = await limiter(redis.port, { prefix, slotTtlMs: 2_500 });
    const two = demand([], [slot('s', 2)]);
    for (const each of [dead, alive]) expect((await each.take(two)).ok).toBe(true);
    await proxy.be({ kind: 'down' });
    expect(await alive.take(two)).toMatchObject({ ok: false, code: 'concurrency' });
    await until(async () => (await alive.take(two)).ok, 20_000);
    expect((await alive.take(two)).ok).toBe(false);
    // One that comes back says what it holds.
    await proxy.be({ kind: 'through' });
    await until(() => dead.ready());
    expect((await dead.take(two)).ok).toBe(false);
  });

  it.each([
    ['forgets keys', ['--maxmemory-policy', 'allkeys-lru'], 'noeviction'],
    ['is part of a cluster', ['--cluster-enabled', 'yes'], 'cluster'],
    ['is a replica', ['--replicaof', '127.0.0.1', '1'], 'replica'],
  ])('that %s is not counted in', async (_what, more, said) => {
    const redis = await server(...more);
    await expect(limiter(redis.port)).rejects.toThrow(said);
  });

  // As `docs/scaling.md` has it, for the prefix of the tests.
  const allowed = '~{test-* &{toolgate}:* +@read +@write +@scripting +@pubsub +@connection +info +time'.split(' ');
  it('lets in whom its access list knows, without CONFIG', async () => {
    const redis = await server();
    await say(redis, 'ACL', 'SETUSER', 'toolgate', 'on', '>planted-secret', ...allowed);
    const open = (password: string) =>
      valkeyLimiter({
        url: `redis://toolgate:${password}@127.0.0.1:${redis.port}`,
        prefix: newPrefix(),
        recorded: emptyRecord,
        log: () => undefined,
      });
    const one = await open('planted-secret');
    closing.push(() => one.close());
    await recovered(one);
    const failure = await open('wrong-secret').catch((error: unknown) => error);
    expect(String(failure)).toContain('WRONGPASS');
    expect(String(failure)).not.toContain('wrong-secret');
  });
});

async function until(done: () => boolean | Promise<boolean>, patienceMs = 15_000): Promise<void> {
  const began = performance.now();
  while (!(await done())) {
    if (performance.now() - began > patienceMs) throw new Error('it never came to pass');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function say(redis: RedisServer, command: string, ...args: string[]): Promise<string> {
  const { connectValkey } = await import('../../../src/store/valkey/index.ts');
  const connection = await connectValkey({ url: redis.url, answerMs: 5_000 });
  try {
    return String(await connection.call(command, ...args));
  } finally {
    connection.end();
  }
}

const flush = (redis: RedisServer): Promise<string> => say(redis, 'FLUSHALL');

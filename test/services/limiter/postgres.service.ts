import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { anchoredClock, type Clock } from '../../../src/kernel/index.ts';
import { memoryLimiter, splitLimiter } from '../../../src/limits/index.ts';
import { openSql } from '../../../src/store/index.ts';
import { PostgresLimiter } from '../../../src/store/postgres/limiter/postgres-limiter.ts';
import { budget, demand, slot, unit } from '../../contract/limiter/demands.ts';
import { limiterContract, type Opened } from '../../contract/limiter/suite.ts';
import { newDatabase, type TestDatabase } from '../support/new-database.ts';
import { noPostgres } from '../support/start-postgres.ts';

const server = inject('postgres');
if (server === undefined) it('limits: PostgreSQL', ({ skip }) => skip(noPostgres));
else {
  let database: TestDatabase;
  const empty = (): Promise<unknown> =>
    database.run('TRUNCATE limit_amount, limit_owner CASCADE', 'UPDATE limit_clock SET at = 0');
  beforeAll(async () => {
    database = await newDatabase(server);
    await (await openSql('', database.url)).destroy();
  });
  afterAll(() => database.remove());

  const open = (clock: Clock): Opened => {
    const limiter = new PostgresLimiter(database.url, clock, { now: () => clock.now() });
    return {
      limiter,
      restart: async (next) => {
        await limiter.close();
        return open(next);
      },
      close: () => limiter.close(),
    };
  };
  limiterContract('PostgreSQL', async (clock) => {
    await empty();
    return open(clock);
  });

  it('four replicas that hammer one budget have exactly max between them, and no more in flight than slots', async () => {
    await empty();
    const replicas = Array.from({ length: 4 }, () => new PostgresLimiter(database.url, anchoredClock()));
    let admitted = 0;
    let flying = 0;
    let most = 0;
    const wanted = demand([budget({ max: 200 * unit, windowMs: 3_600_000 })], [slot('in flight', 5)]);
    const call = async (limiter: PostgresLimiter): Promise<void> => {
      for (let i = 0; i < 12; i++) {
        const answer = await limiter.take(wanted);
        if (!answer.ok) continue;
        admitted += 1;
        flying += 1;
        most = Math.max(most, flying);
        await new Promise(setImmediate);
        flying -= 1;
        await limiter.release(answer);
      }
    };
    await Promise.all(replicas.flatMap((limiter) => Array.from({ length: 16 }, () => call(limiter))));
    // Slots refuse, too, so fewer may have been asked for: then the rest is still there, and no more than it.
    const left = await replicas[0]?.take(demand([budget({ max: 200 * unit, windowMs: 3_600_000, cost: 0 })]));
    expect(left?.ok === true ? left.remaining[0]?.remaining : undefined).toBe((200 - admitted) * unit);
    expect(admitted).toBeGreaterThan(20);
    expect(most).toBeLessThanOrEqual(5);
    const rates = demand([budget({ key: 'rate', max: 100 * unit, windowMs: 3_600_000 })]);
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, async (_, i) => (await replicas[i % 4]?.take(rates))?.ok === true),
    );
    expect(answers.filter(Boolean)).toHaveLength(100);
    await Promise.all(replicas.map((limiter) => limiter.close()));
  });

  it('a durable budget that refuses gives back what the quick one took', async () => {
    await empty();
    const clock = anchoredClock();
    const durable = new PostgresLimiter(database.url, clock);
    const quick = memoryLimiter(clock, { at: 0, rows: [] });
    const both = splitLimiter(durable, quick);
    const money = budget({ key: 'money', max: unit, durable: true });
    const rate = budget({ key: 'rate', max: 5 * unit });
    const wanted = demand([rate, money]);
    const first = await both.take(wanted);
    expect(first).toMatchObject({ ok: true, remaining: [{ take: rate }, { take: money, remaining: 0 }] });
    expect(await both.take(wanted)).toMatchObject({ ok: false, refusedBy: money });
    expect(await both.look(wanted)).toMatchObject({ ok: false, refusedBy: money });
    const left = quick.take(demand([{ ...rate, cost: 0 }]));
    expect(left).toMatchObject({ remaining: [{ remaining: 4 * unit }] });
    if (first.ok) await both.giveBack(first);
    expect(await both.take(wanted)).toMatchObject({ ok: true });
    await durable.close();
  });

  it('refuses while the database is out of reach', async () => {
    const url = new URL(database.url);
    url.port = '9';
    const limiter = new PostgresLimiter(url.href, anchoredClock());
    await expect(limiter.take(demand([budget()]))).rejects.toMatchObject({ code: 'limits_unavailable' });
    await limiter.close();
  });
}

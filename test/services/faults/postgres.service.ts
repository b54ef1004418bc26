/**
 * What happens when PostgreSQL, or the way there, fails, beside the table of faults (`table.service.ts`): connections that are
 * reset and half closed, and verbs, which may take long.
 */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { anchoredClock } from '../../../src/kernel/index.ts';
import { KeyRing } from '../../../src/seal/index.ts';
import { openQueue } from '../../../src/store/approvals/index.ts';
import { openSql } from '../../../src/store/index.ts';
import { connectionConfig } from '../../../src/store/postgres/database-url.ts';
import { PostgresLimiter } from '../../../src/store/postgres/limiter/postgres-limiter.ts';
import { Pulse } from '../../../src/store/postgres/pulse.ts';
import { askingOf } from '../../contract/approvals/calls.ts';
import { budget, demand, unit } from '../../contract/limiter/demands.ts';
import { type Fault, FaultProxy } from '../../support/fault-proxy.ts';
import { newDatabase, type TestDatabase } from '../support/new-database.ts';
import { noPostgres } from '../support/start-postgres.ts';

const server = inject('postgres');
const hour = demand([budget({ key: 'hour', windowMs: 3_600_000, max: 1_000 * unit })]);
/** Everything that a call asks of the database on its way. */
interface Asked {
  readonly what: string;
  readonly code: string;
  /** One question. @throws what the call is refused with */
  ask(): Promise<unknown>;
}

describe.skipIf(server === undefined)(server === undefined ? noPostgres : 'the way to PostgreSQL', () => {
  let database: TestDatabase;
  let proxy: FaultProxy;
  let url: string;
  const closing: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    database = await newDatabase(server ?? '');
    await (await openSql('', database.url)).destroy();
  });
  afterAll(() => database?.remove());
  beforeEach(async () => {
    const direct = new URL(database.url);
    proxy = await FaultProxy.open(Number(direct.port));
    direct.port = String(proxy.port);
    url = direct.href;
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await proxy.close();
  });

  async function everything(): Promise<readonly Asked[]> {
    const limiter = new PostgresLimiter(url, anchoredClock());
    const keys = new KeyRing([randomBytes(32)]);
    const onError = (): void => undefined;
    const queue = await openQueue({ dataFolder: '', database: url, clock: anchoredClock(), keys, onError });
    closing.push(
      () => limiter.close(),
      () => queue.close(),
    );
    return [
      { what: 'a limit', code: 'limits_unavailable', ask: () => limiter.take(hour) },
      { what: 'an approval', code: 'approvals_unavailable', ask: () => queue.ask(askingOf()) },
    ];
  }

  async function recovered({ ask }: Asked): Promise<number> {
    const began = performance.now();
    for (;;) {
      try {
        await ask();
        return performance.now() - began;
      } catch (error) {
        if (performance.now() - began > 15_000) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  const faults: readonly Fault[] = [{ kind: 'reset' }, { kind: 'half-closed' }];
  it.each(faults)('$kind: refused with a reason, and gone on with when it is over', async (fault) => {
    const all = await everything();
    for (const one of all) await one.ask();
    await proxy.be(fault);
    for (const one of all) await expect(one.ask(), one.what).rejects.toMatchObject({ code: one.code });
    for (const one of all) await expect(one.ask(), one.what).rejects.toMatchObject({ code: one.code });
    await proxy.be({ kind: 'through' });
    // Two seconds are promised on a machine that has them to give.
    for (const one of all) expect(await recovered(one), one.what).toBeLessThan(2_000 + 3_000);
  });

  /** A pool over which a statement may take a minute. @param answerMs how long the server has to say that it is there */
  function watched(to: string, answerMs?: number): pg.Pool {
    const pool = Pulse.watch(to, { ...connectionConfig(to), max: 2, query_timeout: 60_000 }, answerMs);
    pool.on('error', () => undefined);
    closing.push(() => pool.end());
    return pool;
  }

  it('stalled: statements that may take half a minute are told, too; one that only takes long is not', async () => {
    const [stalled, patient] = [watched(url, 1_500), watched(database.url, 1_500)];
    await stalled.query('SELECT 1');
    await proxy.be({ kind: 'stalled' });
    const slowly = patient.query('SELECT pg_sleep(4)');
    const began = performance.now();
    const asked = await Promise.allSettled([stalled.query('SELECT 1'), stalled.query('SELECT 1')]);
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(performance.now() - began).toBeLessThan(20_000);
    expect((await slowly).rows).toHaveLength(1);
    await proxy.be({ kind: 'through' });
    const ask = () => stalled.query('SELECT 1');
    expect(await recovered({ what: 'a statement', code: '', ask })).toBeLessThan(2_000 + 3_000);
  });

  describe('a stall that is over: whoever waits for what was lost in it is told, whoever waits for the server is not', () => {
    /** What the server does for the statement that has `mark` in it. */
    const stateOf = async (mark: string): Promise<unknown> => {
      const like = `%${mark}%`;
      const rows = await database.run(
        `SELECT state FROM pg_stat_activity WHERE query LIKE '${like}' AND pid <> pg_backend_pid()`,
      );
      return rows[0]?.state;
    };
    async function isTold(lost: Promise<unknown>, pool: pg.Pool): Promise<void> {
      // It takes longer than anybody is waited for who is not worked for.
      const slowly = pool.query('SELECT pg_sleep(2.5)');
      const began = performance.now();
      await expect(lost).rejects.toThrow(/lost/);
      expect(performance.now() - began).toBeLessThan(2_000 + 3_000);
      expect((await slowly).rows).toHaveLength(1);
    }

    it('a question that the server has never heard', async () => {
      const pool = watched(url);
      await pool.query('SELECT 1');
      await proxy.be({ kind: 'stalled' });
      const lost = pool.query("SELECT 'unheard'");
      lost.catch(() => undefined);
      await vi.waitFor(() => expect(proxy.swallowed()).toBeGreaterThan(0), { timeout: 10_000 });
      expect(await stateOf('unheard')).toBeUndefined();
      await proxy.be({ kind: 'through' });
      await isTold(lost, pool);
    });

    it('a question whose answer nobody has heard', async () => {
      const pool = watched(url);
      const lost = pool.query("SELECT pg_sleep(2), 'unanswered'");
      lost.catch(() => undefined);
      await vi.waitFor(async () => expect(await stateOf('unanswered')).toBe('active'), { timeout: 10_000 });
      await proxy.be({ kind: 'stalled' });
      await vi.waitFor(async () => expect(await stateOf('unanswered')).toBe('idle'), { timeout: 10_000 });
      await proxy.be({ kind: 'through' });
      await isTold(lost, pool);
    });

    it('a connection that was never made', async () => {
      await proxy.be({ kind: 'stalled' });
      const pool = watched(url);
      const lost = pool.query('SELECT 1');
      lost.catch(() => undefined);
      await vi.waitFor(() => expect(proxy.swallowed()).toBeGreaterThan(0), { timeout: 10_000 });
      await proxy.be({ kind: 'through' });
      await isTold(lost, pool);
    });

    it('a statement for which a lock is waited for is not', async () => {
      const pool = watched(url);
      const [holder, waiter] = [await pool.connect(), await pool.connect()];
      await holder.query('SELECT pg_advisory_lock(1)');
      const waits = waiter.query('SELECT pg_advisory_lock(1)');
      await watched(url).query('SELECT pg_sleep(2.5)');
      await holder.query('SELECT pg_advisory_unlock(1)');
      expect((await waits).rows).toHaveLength(1);
      holder.release(true);
      waiter.release(true);
    });
  });
});

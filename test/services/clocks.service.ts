/** Gateways whose machines do not agree on the time, on one database: its clock counts. */
import { describe, expect, inject, it } from 'vitest';
import { holdToDatabase } from '../../src/composition/follow-database-clock.ts';
import { anchoredClock, type SteeredClock } from '../../src/kernel/index.ts';
import { databaseClock, inspectPostgres, openSql, type Sql } from '../../src/store/index.ts';
import { newDatabase } from './support/new-database.ts';
import { noPostgres } from './support/start-postgres.ts';
import { startReplicas } from './support/start-replicas.ts';

const server = inject('postgres');
const minutes = 7 * 60_000;

/** What asking the database takes, and far less than what the clocks are apart. */
const some = 30_000;

async function withDatabase(work: (url: string, sql: Sql) => Promise<void>): Promise<void> {
  if (server === undefined) throw new Error(noPostgres);
  const database = await newDatabase(server);
  const sql = await openSql('', database.url);
  try {
    await work(database.url, sql);
  } finally {
    await sql.destroy();
    await database.remove();
  }
}

/** The database's time, ms since the epoch. */
async function timeOf(sql: Sql): Promise<number> {
  const clock = anchoredClock();
  return clock.now() + ((await databaseClock(sql, clock))?.ahead ?? Number.NaN);
}

describe.skipIf(server === undefined)('clocks that do not agree', () => {
  it('are held to the database’s: what one gateway says will end then, ends then at the other', async () => {
    await withDatabase(async (database, sql) => {
      const nothing = { servers: {}, policies: {}, grants: {} };
      const installation = await startReplicas(2, { ...nothing, database, wrongByMs: [minutes, -minutes] });
      try {
        for (const [at, replica] of installation.replicas.entries()) {
          const before = await timeOf(sql);
          await installation.run(replica, 'kill', '--tool', `tool-${at}`);
          const after = await timeOf(sql);
          const row = await sql.selectFrom('kill').select('since').where('tool', '=', `tool-${at}`).executeTakeFirst();
          expect(row?.since).toBeGreaterThan(before - some);
          expect(row?.since).toBeLessThan(after + some);
        }
      } finally {
        await installation.stop();
      }
    });
  });

  it('are found apart while they run, told, and held to it again', async () => {
    await withDatabase(async (url, sql) => {
      const told: [object, string][] = [];
      const found: number[] = [];
      const log = {
        warn: (fields: object, message: string) => void told.push([fields, message]),
        info: (fields: object, message: string) => void told.push([fields, message]),
      } as never;
      const following = (clock: SteeredClock) => ({ clock, found: (ms: number) => void found.push(ms), sql, log });
      const slow = anchoredClock(0, -minutes);
      expect(await holdToDatabase(following(slow))).toBe(false);
      expect(Math.abs(slow.now() - (await timeOf(sql)))).toBeLessThan(some);
      const fast = anchoredClock(0, minutes);
      const steered: number[] = [];
      await holdToDatabase(following({ ...fast, steer: (byMs) => void steered.push(byMs) }));
      expect(steered).toEqual([expect.any(Number)]);
      expect(Math.abs((steered[0] ?? 0) + minutes)).toBeLessThan(some);
      expect(told.map(([, message]) => message)).toEqual(Array(2).fill(expect.stringContaining('strayed')));
      // Whatever this process made of it, the machine's own clock is the database's here.
      for (const ms of found) expect(Math.abs(ms)).toBeLessThan(some);
      expect(Math.abs((await inspectPostgres(url)).clockAhead)).toBeLessThan(some);
    });
  });

  it('of a machine whose clock is wrong: measured each time, told once, and once more when it is right', async () => {
    await withDatabase(async (_url, sql) => {
      const told: string[] = [];
      const found: number[] = [];
      const take = (_fields: object, message: string) => void told.push(message);
      let wrongBy = minutes;
      const clock = anchoredClock();
      const ofMachine = { ...clock, ahead: () => clock.ahead() - wrongBy };
      const hold = (was: boolean) =>
        holdToDatabase(
          { clock: ofMachine, found: (ms) => void found.push(ms), sql, log: { warn: take, info: take } as never },
          was,
        );
      expect(await hold(false)).toBe(true);
      expect(await hold(true)).toBe(true);
      wrongBy = 0;
      expect(await hold(true)).toBe(false);
      expect(told).toEqual([
        expect.stringContaining('not that of this machine'),
        expect.stringContaining('agree again'),
      ]);
      expect(found.map((ms) => Math.round(Math.abs(ms) / minutes))).toEqual([1, 1, 0]);
      expect(found[0]).toBeLessThan(0);
    });
  });
});

import type pg from 'pg';
import { keyOf } from '../filing/key-of.ts';
import type { Removal } from '../filing/messages.ts';
import type { WriterRow } from '../filing/writer-row.ts';
import { SqlError } from '../sql/sql-error.ts';
import { transact } from './connection.ts';
import { upkeepLock } from './locks.ts';
import { asking, type Queryable, readWriters } from './writer-rows.ts';

const dayMs = 86_400_000;

/**
 * Drops the records of whole days, the oldest first, each under a signed cut of every chain; that of today is never
 * dropped. One replica does it at a time. A day whose records a chain does not hold together, because clocks were set
 * back, waits for the days beside it.
 *
 * @returns how many records went
 */
export async function retainDays(
  pool: pg.Pool,
  keys: ReadonlyMap<string, Uint8Array>,
  { before, now, maxBytes, most = Number.POSITIVE_INFINITY }: Removal,
): Promise<number> {
  const days = await listDays(asking(pool));
  let bytes = days.reduce((sum, day) => sum + day.bytes, 0);
  let removed = 0;
  for (const { day, bytes: own, over } of days) {
    const old = (day + 1) * dayMs <= before;
    const tooMuch = maxBytes !== undefined && bytes > maxBytes;
    if (!over || !(old || tooMuch) || removed >= most) break;
    const gone = await dropDay(pool, keys, day, now);
    if (gone === undefined) break;
    removed += gone;
    bytes -= own;
  }
  return removed;
}

interface Day {
  readonly day: number;
  readonly bytes: number;
  /** By the server's clock. */
  readonly over: boolean;
}

async function listDays(on: Queryable): Promise<Day[]> {
  const { rows } = await on.query(
    `SELECT day, sum(bytes)::bigint AS bytes, day < toolgate_day() AS over
       FROM (SELECT substring(c.relname FROM '[0-9]+$')::integer AS day, pg_total_relation_size(c.oid) AS bytes
               FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
              WHERE i.inhparent IN ('call_record'::regclass, 'event'::regclass)) AS part
      GROUP BY day ORDER BY day`,
  );
  return rows.map(({ day, bytes, over }) => ({ day, bytes, over }));
}

/** @returns `undefined` when it cannot go now */
async function dropDay(
  pool: pg.Pool,
  keys: ReadonlyMap<string, Uint8Array>,
  day: number,
  now: number,
): Promise<number | undefined> {
  try {
    return await transact(pool, async (on) => {
      // Who reads records for long is not waited for: it is tried again.
      await on.query(`SET LOCAL lock_timeout = '2s'`);
      const [turn] = (await on.query(`SELECT pg_try_advisory_xact_lock(${upkeepLock}) AS mine`)).rows;
      if (turn?.mine !== true) return undefined;
      for (const writer of await readWriters(on)) {
        if (!(await cut(on, writer, keys, day, now))) return undefined;
      }
      const [row] = (await on.query('SELECT toolgate_drop_day($1) AS removed', [day])).rows;
      return Number(row?.removed);
    });
  } catch (error) {
    if (error instanceof SqlError && error.problem === 'busy') return undefined;
    throw error;
  }
}

/** @returns whether all that the writer has on that day is the beginning of its chain */
async function cut(
  on: Queryable,
  writer: WriterRow,
  keys: ReadonlyMap<string, Uint8Array>,
  day: number,
  now: number,
): Promise<boolean> {
  const [last] = (
    await on.query(
      `SELECT seq, mac FROM (SELECT seq, mac FROM call_record WHERE writer = $1 AND day = $2
                             UNION ALL SELECT seq, mac FROM event WHERE writer = $1 AND day = $2) AS r
        ORDER BY seq DESC LIMIT 1`,
      [writer.id, day],
    )
  ).rows;
  if (last === undefined) return true;
  const [other] = (
    await on.query(
      `SELECT EXISTS (SELECT FROM call_record WHERE writer = $1 AND day <> $2 AND seq < $3)
           OR EXISTS (SELECT FROM event WHERE writer = $1 AND day <> $2 AND seq < $3) AS there`,
      [writer.id, day, last.seq],
    )
  ).rows;
  if (other?.there !== false) return false;
  const signature = keyOf(keys, writer.key, writer.name).cut(last.seq, last.mac, now);
  await on.query(
    `INSERT INTO chain_cut (writer, seq, mac, time, signature) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (writer) DO UPDATE
       SET seq = excluded.seq, mac = excluded.mac, time = excluded.time, signature = excluded.signature`,
    [writer.id, last.seq, last.mac, now, signature],
  );
  return true;
}

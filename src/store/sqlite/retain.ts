import type { DatabaseSync } from 'node:sqlite';
import type { ChainKey } from '../../audit/index.ts';
import type { WriterRow } from '../filing/writer-row.ts';
import { removeEmptySpans } from './call-term-rows.ts';
import { inTransaction } from './database.ts';

/** So many records of a chain are removed in one transaction: some tens of milliseconds. */
const mostAtOnce = 5_000;

/**
 * Removes the beginning of one writer's chain: records before the first that arrived at `before` or later, a number of
 * them at a time. The last one removed is signed as the place where the chain begins from now on; its head always stays.
 *
 * @returns how many records were removed; there may be more
 */
export function retain(database: DatabaseSync, writer: WriterRow, key: ChainKey, before: number, now: number): number {
  return inTransaction(database, () => {
    const kept = one(
      database,
      `SELECT min(seq) AS seq FROM (
         SELECT min(seq) AS seq FROM call_record WHERE writer = ?1 AND time >= ?2
         UNION ALL SELECT min(seq) FROM event WHERE writer = ?1 AND time >= ?2)`,
      writer.id,
      before,
    )?.seq;
    const head = one(database, 'SELECT seq FROM writer WHERE id = ?', writer.id)?.seq;
    const first = one(
      database,
      `SELECT min(seq) AS seq FROM (
         SELECT min(seq) AS seq FROM call_record WHERE writer = ?1
         UNION ALL SELECT min(seq) FROM event WHERE writer = ?1)`,
      writer.id,
    )?.seq;
    const cutAt = Math.min(
      Number(first) + mostAtOnce - 1,
      Math.min(kept === null || kept === undefined ? Number.POSITIVE_INFINITY : Number(kept), Number(head)) - 1,
    );
    const last = one(
      database,
      `SELECT mac FROM call_record WHERE writer = ?1 AND seq = ?2
       UNION ALL SELECT mac FROM event WHERE writer = ?1 AND seq = ?2`,
      writer.id,
      cutAt,
    )?.mac;
    if (!(last instanceof Uint8Array)) return 0;
    const ids = one(
      database,
      'SELECT min(id) AS first, max(id) AS last FROM call_record WHERE writer = ? AND seq <= ?',
      writer.id,
      cutAt,
    );
    const calls = database.prepare('DELETE FROM call_record WHERE writer = ? AND seq <= ?').run(writer.id, cutAt);
    const events = database.prepare('DELETE FROM event WHERE writer = ? AND seq <= ?').run(writer.id, cutAt);
    removeEmptySpans(database, Number(ids?.first ?? 0), Number(ids?.last ?? -1));
    database.prepare('DELETE FROM chain_cut WHERE writer = ?').run(writer.id);
    database
      .prepare('INSERT INTO chain_cut (writer, seq, mac, time, signature) VALUES (?, ?, ?, ?, ?)')
      .run(writer.id, cutAt, last, now, key.cut(cutAt, last, now));
    return Number(calls.changes) + Number(events.changes);
  });
}

function one(database: DatabaseSync, sql: string, ...values: number[]): Record<string, unknown> | undefined {
  return database.prepare(sql).get(...values);
}

/**
 * Before when records would have to go so that the rest is no more than so many bytes, as far as records are of one size.
 * Pages that are free already count for nothing: what is removed leaves its room to what comes.
 *
 * @returns `undefined` when there are no more bytes than that
 */
export function tooMuchBefore(database: DatabaseSync, maxBytes: number): number | undefined {
  const pragma = (name: string): number => Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
  const used = (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
  if (used <= maxBytes) return undefined;
  const count = Number(one(database, 'SELECT count(*) AS n FROM call_record')?.n);
  const over = Math.min(count - 1, Math.ceil(count * (1 - maxBytes / used)));
  if (over < 1) return undefined;
  return Number(one(database, 'SELECT time FROM call_record ORDER BY id LIMIT 1 OFFSET ?', over)?.time);
}

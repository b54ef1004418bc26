import type pg from 'pg';
import { genesis } from '../../audit/index.ts';
import type { OpenIntent } from '../filing/filing.ts';
import { type WriterRow, writerOf } from '../filing/writer-row.ts';
import { ask, type PostgresConnection } from './connection.ts';

/** Whoever can run a statement. */
export type Queryable = Pick<PostgresConnection, 'query'>;

const columns = 'id, name, key, seq, mac, segment, "offset", last_time';

export async function readWriters(on: Queryable): Promise<WriterRow[]> {
  const { rows } = await on.query(`SELECT ${columns} FROM writer ORDER BY id`);
  return rows.map(writerOf);
}

export async function readWriter(on: Queryable, name: string): Promise<WriterRow | undefined> {
  const { rows } = await on.query(`SELECT ${columns} FROM writer WHERE name = $1`, [name]);
  return rows[0] === undefined ? undefined : writerOf(rows[0]);
}

/** @param segment the first segment of its journal */
export async function addWriter(on: Queryable, name: string, key: string, segment: number): Promise<void> {
  const sql = 'INSERT INTO writer (name, key, mac, segment) VALUES ($1, $2, $3, $4)';
  await on.query(sql, [name, key, genesis, segment]);
}

export async function readOpenIntents(on: Queryable, writer: number): Promise<OpenIntent[]> {
  const sql = 'SELECT request_id, taken_at, taken, facts FROM open_intent WHERE writer = $1';
  const { rows } = await on.query(sql, [writer]);
  return rows.map((row) => ({
    requestId: row.request_id,
    takenAt: row.taken_at,
    taken: row.taken,
    facts: row.facts,
  }));
}

/** A pool, asked statement by statement. */
export function asking(pool: pg.Pool): Queryable {
  return { query: (sql, parameters = []) => ask(pool, sql, parameters) };
}

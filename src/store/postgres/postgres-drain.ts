import type pg from 'pg';
import type { ChainKey } from '../../audit/index.ts';
import type { Drainer } from '../filing/drain-journal.ts';
import { Filing } from '../filing/filing.ts';
import type { WriterRow } from '../filing/writer-row.ts';
import type { JournalPosition } from '../journal/segment.ts';
import { type PostgresConnection, transact } from './connection.ts';
import { applyCounters } from './counter-rows.ts';
import { insertCalls, insertEvents } from './insert-records.ts';
import { arrivalLock } from './locks.ts';
import { applyUses } from './tool-use-rows.ts';
import { asking, readOpenIntents, readWriter } from './writer-rows.ts';

/**
 * Puts one writer's journal into rows: records, open intents and counters, and how far it came, all in the same
 * transaction, which begins by looking whether the database still is where it was left. So each line counts exactly once,
 * also when the connection was lost before the answer to a commit: what the database says is where to go on.
 *
 * Replicas fill one table in turns, so that the order of ids is the order in which records become visible: whoever has
 * read up to one has missed none. A turn lasts as long as the inserts; calls never wait for it.
 */
export class PostgresDrain implements Drainer {
  readonly #pool: pg.Pool;
  readonly #key: ChainKey;
  #row: WriterRow;
  #filing: Filing;
  /** Memory may be ahead of the database, or behind it. */
  #unsure = false;

  private constructor(pool: pg.Pool, key: ChainKey, row: WriterRow, filing: Filing) {
    this.#pool = pool;
    this.#key = key;
    this.#row = row;
    this.#filing = filing;
  }

  /** @throws SqlError */
  static async open(pool: pg.Pool, name: string, key: ChainKey): Promise<PostgresDrain> {
    const { row, filing } = await load(pool, name, key);
    return new PostgresDrain(pool, key, row, filing);
  }

  get position(): JournalPosition {
    return this.#row.position;
  }

  get lastTime(): number {
    return this.#row.lastTime;
  }

  /** Goes on from what the database says, when the last transaction did not end well. @throws SqlError */
  async refresh(): Promise<void> {
    if (!this.#unsure) return;
    ({ row: this.#row, filing: this.#filing } = await load(this.#pool, this.#row.name, this.#key));
    this.#unsure = false;
  }

  async drain(end: JournalPosition, work: (filing: Filing) => void): Promise<void> {
    try {
      work(this.#filing);
      const turn = `BEGIN; SELECT pg_advisory_xact_lock(${arrivalLock})`;
      await transact(this.#pool, (connection) => this.#store(connection, end), turn);
    } catch (error) {
      this.#unsure = true;
      throw error;
    }
    const { seq, mac, lastTime } = this.#filing.stretch;
    this.#filing.stored();
    this.#row = { ...this.#row, seq, mac, position: end, lastTime };
  }

  async #store(on: PostgresConnection, end: JournalPosition): Promise<void> {
    const { id, name, seq: before, position } = this.#row;
    const { calls, events, opened, ended, counters, uses, seq, mac, lastTime } = this.#filing.stretch;
    const { rowCount } = await on.query(
      `UPDATE writer SET seq = $1, mac = $2, segment = $3, "offset" = $4, last_time = $5
        WHERE id = $6 AND seq = $7 AND segment = $8 AND "offset" = $9`,
      [seq, mac, end.segment, end.offset, lastTime, id, before, position.segment, position.offset],
    );
    if (rowCount !== 1) {
      throw new Error(
        `the database is not where the records of ${name} were left in it: it was set back, or two gateways run on copies of one ` +
          'data folder',
      );
    }
    await insertCalls(on, id, calls);
    await insertEvents(on, id, events);
    if (ended.length > 0) {
      await on.query('DELETE FROM open_intent WHERE writer = $1 AND request_id = ANY ($2::text[])', [id, ended]);
    }
    if (opened.length > 0) {
      await on.query(
        `INSERT INTO open_intent (writer, request_id, taken_at, taken, facts)
         SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[])`,
        [
          id,
          opened.map(({ requestId }) => requestId),
          opened.map(({ takenAt }) => takenAt),
          opened.map(({ taken }) => taken),
          opened.map(({ facts }) => facts),
        ],
      );
    }
    await applyCounters(on, counters);
    await applyUses(on, uses);
  }
}

async function load(pool: pg.Pool, name: string, key: ChainKey): Promise<{ row: WriterRow; filing: Filing }> {
  const row = await readWriter(asking(pool), name);
  if (row === undefined) throw new Error(`the writer ${name} is not known to the store`);
  return { row, filing: new Filing(key, row, await readOpenIntents(asking(pool), row.id)) };
}

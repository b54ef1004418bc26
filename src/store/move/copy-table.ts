import type { DatabaseSync } from 'node:sqlite';
import type pg from 'pg';
import { type PostgresConnection, transact } from '../postgres/connection.ts';
import { type MovedRow, quoted, type SourceTable, sourceRows } from './source-tables.ts';

const dayMs = 86_400_000;

/**
 * Copies a table's rows, some hundreds a transaction. A row that is there already is made what the source says, so it can
 * begin anew; records, which are many and never change, go on behind the last that was copied.
 *
 * @param onRows told how many more are done
 */
export async function copyTable(
  source: DatabaseSync,
  pool: pg.Pool,
  table: SourceTable,
  onRows: (count: number) => void,
): Promise<void> {
  const isRecords = table.name === 'call_record' || table.name === 'event';
  const days = isRecords ? new Days(table) : undefined;
  const after = isRecords ? await transact(pool, (on) => days?.begin(on) ?? Promise.resolve(0)) : undefined;
  let copied = 0;
  for (const rows of sourceRows(source, table, after)) {
    await transact(pool, async (on) => {
      if (days !== undefined) await insert(on, table, [...table.columns, 'day'], await days.file(on, rows));
      else await insert(on, table, table.columns, rows);
    });
    copied += rows.length;
    onRows(rows.length);
  }
  onRows(table.rows - copied);
}

async function insert(
  on: PostgresConnection,
  { name, key }: SourceTable,
  columns: readonly string[],
  rows: readonly MovedRow[],
): Promise<void> {
  const conflict = name === 'chain_cut' ? ['writer'] : columns.includes('day') ? [...key, 'day'] : key;
  const rest = columns.filter((column) => !conflict.includes(column));
  const set = rest.map((column) => `"${column}" = excluded."${column}"`).join(', ');
  const values = rows.map((_, row) => `(${columns.map((_c, at) => `$${row * columns.length + at + 1}`).join(', ')})`);
  await on.query(
    `INSERT INTO "${name}" (${quoted(columns)}) VALUES ${values.join(', ')}
     ON CONFLICT (${quoted(conflict)}) DO ${set === '' ? 'NOTHING' : `UPDATE SET ${set}`}`,
    rows.flat(),
  );
}

/** The days that records are filed under: those of their times, and never before the one of the record before them. */
class Days {
  readonly #table: SourceTable;
  readonly #last = new Map<number, number>();
  readonly #made = new Set<number>();
  #today = 0;

  constructor(table: SourceTable) {
    this.#table = table;
  }

  /** @returns the last id that was copied */
  async begin(on: PostgresConnection): Promise<number> {
    this.#today = Number((await on.query('SELECT toolgate_day() AS day')).rows[0]?.day);
    const { rows } = await on.query(
      `SELECT writer, max(day) AS day FROM (SELECT writer, day FROM call_record
         UNION ALL SELECT writer, day FROM event) AS r GROUP BY writer`,
    );
    // Calls and events of a writer are one chain: the second table goes on from no day before the first one's.
    if (this.#table.name === 'call_record') for (const { writer, day } of rows) this.#last.set(writer, day);
    const [copied] = (await on.query(`SELECT coalesce(max(id), 0) AS id FROM "${this.#table.name}"`)).rows;
    return Number(copied?.id);
  }

  async file(on: PostgresConnection, rows: readonly MovedRow[]): Promise<MovedRow[]> {
    const [writerAt, timeAt] = [this.#table.columns.indexOf('writer'), this.#table.columns.indexOf('time')];
    const filed = rows.map((row) => {
      const writer = Number(row[writerAt]);
      const own = Math.min(Math.floor(Number(row[timeAt]) / dayMs), this.#today);
      const day = Math.max(own, this.#last.get(writer) ?? 0);
      this.#last.set(writer, day);
      return [...row, day];
    });
    for (const day of new Set(filed.map((row) => Number(row.at(-1))))) await this.#make(on, day);
    return filed;
  }

  async #make(on: PostgresConnection, day: number): Promise<void> {
    if (this.#made.has(day)) return;
    for (const parent of ['call_record', 'event']) {
      const range = `FOR VALUES FROM (${day}) TO (${day + 1})`;
      await on.query(`CREATE TABLE IF NOT EXISTS "${parent}_${day}" PARTITION OF ${parent} ${range}`);
    }
    this.#made.add(day);
  }
}

import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { asColumn } from '../postgres/as-column.ts';

export interface SourceTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** In the order that rows are read in: the primary key's. */
  readonly key: readonly string[];
  readonly rows: number;
}

/** Which calls have what in common: made of the calls themselves, and PostgreSQL has indexes for it. */
const ofSqliteAlone = new Set(['call_span', 'call_term']);

/** Every table that both have, those that others refer to first: in that order migrations made them. */
export function sourceTables(source: DatabaseSync): SourceTable[] {
  const names = source
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid`)
    .all()
    .map(({ name }) => String(name))
    .filter((name) => !ofSqliteAlone.has(name));
  return names.map((name) => {
    const info = source.prepare(`PRAGMA table_info("${name}")`).all();
    return {
      name,
      columns: info.map((column) => String(column.name)),
      key: info
        .filter(({ pk }) => Number(pk) > 0)
        .sort((a, b) => Number(a.pk) - Number(b.pk))
        .map((column) => String(column.name)),
      rows: Number(source.prepare(`SELECT count(*) AS n FROM "${name}"`).get()?.n),
    };
  });
}

/** Columns as a list of quoted names. */
export function quoted(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(', ');
}

export type MovedRow = readonly (string | number | Uint8Array | null)[];

/**
 * Rows in the order of the key, as they are to stand in PostgreSQL, some hundreds at a time.
 *
 * @param after only rows whose single key, a number, is above it
 */
export function* sourceRows(source: DatabaseSync, table: SourceTable, after?: number): Generator<MovedRow[]> {
  const { name, columns, key } = table;
  const where = after === undefined ? '' : `WHERE "${key[0]}" > ?`;
  const values: SQLInputValue[] = after === undefined ? [] : [after];
  const order = key.length === 0 ? 'rowid' : quoted(key);
  let rows: MovedRow[] = [];
  for (const row of source.prepare(`SELECT * FROM "${name}" ${where} ORDER BY ${order}`).iterate(...values)) {
    rows.push(columns.map((column) => moved(row[column])));
    if (rows.length < atOnce) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

const atOnce = 500;

function moved(value: unknown): MovedRow[number] {
  if (typeof value === 'string') return asColumn(value);
  if (typeof value === 'number' || value instanceof Uint8Array) return value;
  return null;
}

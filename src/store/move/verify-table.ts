import type { DatabaseSync } from 'node:sqlite';
import type pg from 'pg';
import { StoreError } from '../filing/worker-client.ts';
import { transact } from '../postgres/connection.ts';
import { type MovedRow, quoted, type SourceTable, sourceRows } from './source-tables.ts';

/**
 * Reads a table on both sides, in the same order, and compares every value of every row.
 *
 * @param onRows told how many more are done
 * @throws StoreError for the first row that differs, by its place
 */
export function verifyTable(
  source: DatabaseSync,
  pool: pg.Pool,
  table: SourceTable,
  onRows: (count: number) => void,
): Promise<void> {
  const { name, columns, key } = table;
  const differs = (place: number): never => {
    throw new StoreError('StoreError', `row ${place} of ${name} is not what it was; run the command again`);
  };
  return transact(
    pool,
    async (on) => {
      await on.query(
        `DECLARE moved NO SCROLL CURSOR FOR SELECT ${quoted(columns)} FROM "${name}" ORDER BY ${quoted(key)}`,
      );
      let place = 0;
      for (const rows of sourceRows(source, table)) {
        const { rows: there } = await on.query(`FETCH ${rows.length} FROM moved`);
        for (const [at, row] of rows.entries()) if (!same(row, columns, there[at])) differs(place + at + 1);
        place += rows.length;
        onRows(rows.length);
      }
      if ((await on.query('FETCH 1 FROM moved')).rows.length > 0) differs(place + 1);
    },
    'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
  );
}

function same(
  row: MovedRow,
  columns: readonly string[],
  other: Readonly<Record<string, unknown>> | undefined,
): boolean {
  if (other === undefined) return false;
  return columns.every((column, at) => {
    const [mine, theirs] = [row[at], other[column]];
    return mine instanceof Uint8Array && theirs instanceof Uint8Array
      ? Buffer.compare(mine, theirs) === 0
      : mine === theirs;
  });
}

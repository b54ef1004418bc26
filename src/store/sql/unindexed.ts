import { type RawBuilder, sql } from 'kysely';

/**
 * What stands behind a column that no index is to be used for. SQLite has no statistics and would as soon look up what
 * nearly every row is; PostgreSQL has, and is given the column as it is (`store/postgres/compiler.ts`).
 */
export const unindexedMarks: ReadonlySet<string> = new Set([" || ''", ' + 0']);

/** A text as no index has it: compared where the row, or what the index of another column has of it, is at hand. */
export function unindexedText(column: string): RawBuilder<string> {
  return sql<string>`${sql.ref(column)} || ''`;
}

/** A number as no index has it: what matches is not read in that index’s order, and then sorted. */
export function unindexedNumber(column: string): RawBuilder<number> {
  return sql<number>`${sql.ref(column)} + 0`;
}

/**
 * A number of which the least or greatest is found by looking at all that match. PostgreSQL would walk along the index of
 * that number instead until something matches, which is at its other end.
 */
export function unorderedNumber(column: string): RawBuilder<number> {
  return sql<number>`0 + ${sql.ref(column)}`;
}

import { type RawBuilder, sql } from 'kysely';

/** A text as no index has it: compared where the row, or what the index of another column has of it, is at hand. */
export function unindexedText(column: string): RawBuilder<string> {
  return sql<string>`${sql.ref(column)} || ''`;
}

/** A number as no index has it: what matches is not read in that index’s order, and then sorted. */
export function unindexedNumber(column: string): RawBuilder<number> {
  return sql<number>`${sql.ref(column)} + 0`;
}

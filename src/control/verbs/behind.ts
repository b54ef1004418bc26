import { type SelectQueryBuilder, type StringReference, sql } from 'kysely';
import { pagePosition } from '../page.ts';

/**
 * Of a list that is sorted by a number and then by id, what stands behind a cursor: one row more than the limit, for `cut`.
 *
 * @param columns the number, and the id
 */
export function behind<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  columns: readonly [at: StringReference<DB, TB>, id: StringReference<DB, TB>],
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
  order: 'asc' | 'desc' = 'desc',
): SelectQueryBuilder<DB, TB, O> {
  const [at, id] = [sql.ref(columns[0]), sql.ref(columns[1])];
  const sorted = query
    .orderBy(at, order)
    .orderBy(id, order)
    .limit(limit + 1);
  if (cursor === undefined) return sorted;
  const after = pagePosition(cursor);
  const sign = sql.raw(order === 'desc' ? '<' : '>');
  return sorted.where(sql<boolean>`(${at}, ${id}) ${sign} (${after.at}, ${after.id})`);
}

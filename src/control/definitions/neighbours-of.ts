import { Neighbours } from '../../definitions/index.ts';
import type { Sql } from '../../store/index.ts';

/** Every tool of every pinned server that was approved: what another one could pass itself off for. */
export async function neighboursOf(tx: Sql): Promise<Neighbours> {
  const rows = await tx
    .selectFrom('definition')
    .select(['server', 'tool as name'])
    .where('state', '=', 'approved')
    .orderBy('server')
    .execute();
  return new Neighbours(rows);
}

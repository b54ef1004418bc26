import type { Sql } from '../../store/index.ts';

/** What each transaction bears, once something in it has asked. */
const taken = new WeakMap<Sql, Promise<number>>();

/**
 * The number that the rows changed in this transaction bear: one, however many they are. Transactions follow one another,
 * so whoever has read up to a number has everything that bears it or a smaller one.
 *
 * @param tx the transaction itself
 */
export function nextRevision(tx: Sql): Promise<number> {
  const known = taken.get(tx);
  if (known !== undefined) return known;
  const next = advance(tx);
  taken.set(tx, next);
  return next;
}

async function advance(tx: Sql): Promise<number> {
  await tx
    .updateTable('registry_revision')
    .set((x) => ({ value: x('value', '+', 1) }))
    .execute();
  return readRevision(tx);
}

/** The number of the newest change. */
export async function readRevision(sql: Sql): Promise<number> {
  const row = await sql.selectFrom('registry_revision').select('value').executeTakeFirst();
  if (row === undefined) throw new Error('the database has no registry revision');
  return row.value;
}

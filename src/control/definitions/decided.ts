import type { Sql } from '../../store/index.ts';

/** Notes that definitions were decided about: every gateway on the database reads them anew. */
export async function decided(tx: Sql): Promise<void> {
  await tx
    .updateTable('definition_version')
    .set((x) => ({ version: x('version', '+', 1) }))
    .execute();
}

/** The number of decisions so far. */
export async function decisions(sql: Sql): Promise<number> {
  const row = await sql.selectFrom('definition_version').select('version').executeTakeFirst();
  if (row === undefined) throw new Error('the database has no version of definitions');
  return row.version;
}

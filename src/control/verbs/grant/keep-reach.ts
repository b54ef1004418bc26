import type { Sql } from '../../../store/index.ts';

/** What a grant opens is this from now on. */
export async function keepReach(tx: Sql, id: string, servers: Readonly<Record<string, string>>): Promise<void> {
  await tx.deleteFrom('grant_access').where('grant_id', '=', id).execute();
  const rows = Object.entries(servers).map(([server, policy]) => ({ grant_id: id, server, policy }));
  await tx.insertInto('grant_access').values(rows).execute();
}

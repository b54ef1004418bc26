import type { KeyRing } from '../seal/index.ts';
import type { Removal } from './filing/messages.ts';

/**
 * Removes records that need not be kept, over a connection of its own: for a command where no gateway runs. What a
 * process still has in its journal is not touched, and becomes a row behind the head that stays.
 *
 * @param database `postgres://…`; absent where the database is SQLite's, in the folder
 * @returns how many
 */
export async function removeRecords(
  dataFolder: string,
  database: string | undefined,
  ring: KeyRing,
  removal: Removal,
): Promise<number> {
  const keys = new Map(ring.ids.map((id) => [id, ring.subkey('audit-chain', id)]));
  if (database === undefined) {
    const [{ openDatabase }, { removeOld }] = await Promise.all([
      import('./sqlite/database.ts'),
      import('./sqlite/remove-old.ts'),
    ]);
    const opened = openDatabase(dataFolder);
    try {
      return await removeOld(opened, keys, removal);
    } finally {
      opened.close();
    }
  }
  const [{ newPool }, { retainDays }] = await Promise.all([
    import('./postgres/new-pool.ts'),
    import('./postgres/retain-days.ts'),
  ]);
  const pool = newPool(database, 2, { patient: true });
  try {
    return await retainDays(pool, keys, removal);
  } finally {
    await pool.end();
  }
}

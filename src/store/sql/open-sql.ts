import type { Kysely } from 'kysely';
import type { Tables } from './tables/index.ts';

/** The installation's database as verbs see it. `destroy` closes it. */
export type Sql = Kysely<Tables>;

/**
 * Opens the control plane's own connection to the database of a data folder, in a thread of its own, and brings the
 * schema up to date. Others may have the same database open: this process's store, other processes.
 *
 * Kysely is loaded here and not before: `toolgate run` never needs it.
 *
 * @throws SqlError when the database is damaged, locked for too long or of a newer version
 */
export async function openSql(dataFolder: string): Promise<Sql> {
  const { SqlThread } = await import('./sql-thread.ts');
  const thread = new SqlThread(dataFolder);
  try {
    const [{ connect }] = await Promise.all([import('./connect.ts'), thread.ready]);
    const sql = connect(thread);
    // Kysely closes what it has used; and a database that cannot answer this is better found now.
    await sql.selectFrom('config_version').select('version').execute();
    return sql;
  } catch (error) {
    await thread.close();
    throw error;
  }
}

import type { MessagePort } from 'node:worker_threads';
import type { Kysely } from 'kysely';
import type { SqlThread } from './sql-thread.ts';
import type { Tables } from './tables/index.ts';

/** The installation's database as verbs see it. `destroy` closes it. */
export type Sql = Kysely<Tables>;

/**
 * Opens the control plane's own connection to the installation's database and brings the schema up to date: PostgreSQL
 * where a URL is given, else SQLite in the data folder, in a thread of its own. Others may have the same database open:
 * this process's store, other processes.
 *
 * Kysely is loaded here and not before: `toolgate run` never needs it.
 *
 * @param url `postgres://…`
 * @param options of PostgreSQL only: how long to wait for each answer, in ms, where a call waits for it; connections at most
 * @throws SqlError when the database is out of reach, damaged, locked for too long, or not to be relied on
 */
export async function openSql(
  dataFolder: string,
  url?: string,
  options: { readonly answerMs?: number; readonly most?: number } = {},
): Promise<Sql> {
  if (url !== undefined) return (await import('../postgres/open-pool.ts')).openPool(url, options);
  const { SqlThread } = await import('./sql-thread.ts');
  return connected(SqlThread.own(dataFolder));
}

/** The same in a thread that is there already. @param port at whose other end it serves */
export async function openSqlOver(port: MessagePort): Promise<Sql> {
  const { SqlThread } = await import('./sql-thread.ts');
  return connected(SqlThread.over(port));
}

async function connected(thread: SqlThread): Promise<Sql> {
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

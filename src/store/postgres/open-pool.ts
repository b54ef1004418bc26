import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import pg from 'pg';
import type { Sql } from '../sql/open-sql.ts';
import type { Tables } from '../sql/tables/index.ts';
import { checkServer } from './check-server.ts';
import { connectionConfig } from './database-url.ts';
import { migrate } from './migrate.ts';
import { PoolDriver } from './pool-driver.ts';
import { postgresError } from './postgres-error.ts';

/** Connections of one process for verbs and approvals; the store's worker and the limiter have their own. */
const most = 8;

/** For how many days ahead there are tables of records. */
const daysAhead = 7;

/**
 * Opens a PostgreSQL database for verbs: looks whether the server can be relied on, and brings the schema up to date.
 *
 * @throws SqlError
 */
export async function openPool(url: string): Promise<Sql> {
  const pool = new pg.Pool({ ...connectionConfig(url), max: most, idleTimeoutMillis: 60_000, allowExitOnIdle: true });
  // An idle connection that is lost is replaced by the next one that is needed.
  pool.on('error', () => undefined);
  try {
    const client = await pool.connect();
    try {
      await checkServer(client);
      await migrate(client);
      await client.query('SELECT toolgate_make_days($1)', [daysAhead]);
    } finally {
      client.release(true);
    }
  } catch (error) {
    await pool.end();
    throw postgresError(error);
  }
  const sql = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new PoolDriver(pool),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  // Kysely closes what it has used.
  await sql.selectFrom('config_version').select('version').execute();
  return sql;
}

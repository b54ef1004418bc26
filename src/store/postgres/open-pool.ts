import { Kysely, PostgresAdapter, PostgresIntrospector } from 'kysely';
import type { Sql } from '../sql/open-sql.ts';
import type { Tables } from '../sql/tables/index.ts';
import { Compiler } from './compiler.ts';
import type { ConnectionOptions } from './database-url.ts';
import { newPool } from './new-pool.ts';
import { PoolDriver } from './pool-driver.ts';
import { prepareDatabase } from './prepare-database.ts';

/** Connections of one process for verbs, and as many for approvals; the store's worker and the limiter have their own. */
const usual = 8;

export interface PoolOptions extends Pick<ConnectionOptions, 'answerMs'> {
  /** Connections at a time; 8 when absent. */
  readonly most?: number;
}

/**
 * Opens a PostgreSQL database for verbs.
 *
 * @throws SqlError
 */
export async function openPool(url: string, { most = usual, ...options }: PoolOptions = {}): Promise<Sql> {
  const pool = newPool(url, most, options);
  const sql = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new PoolDriver(pool),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new Compiler(),
    },
  });
  try {
    await prepareDatabase(pool);
    // Kysely closes what it has used.
    await sql.selectFrom('config_version').select('version').execute();
    return sql;
  } catch (error) {
    await pool.end();
    throw error;
  }
}

import type pg from 'pg';
import { checkServer } from './check-server.ts';
import { migrate } from './migrate.ts';
import { postgresError } from './postgres-error.ts';

/** For how many days ahead there are tables of records. */
const daysAhead = 7;

/**
 * Looks whether the server can be relied on, and brings the schema up to date.
 *
 * @throws SqlError
 */
export async function prepareDatabase(pool: pg.Pool): Promise<void> {
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
    throw postgresError(error);
  }
}

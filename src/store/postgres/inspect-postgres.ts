import { anchoredClock } from '../../kernel/index.ts';
import { SqlError } from '../sql/sql-error.ts';
import { serverFacts, serverFaults } from './check-server.ts';
import { clockAhead } from './clock-ahead.ts';
import { databaseName } from './database-url.ts';
import { pendingMigrations } from './migrate.ts';
import { newPool } from './new-pool.ts';
import { postgresError } from './postgres-error.ts';

/** How an installation's database is, to somebody who only looks. */
export interface PostgresState {
  /** Host and database, for messages. */
  readonly where: string;
  /** Why it cannot be reached; all else is empty then. */
  readonly unreachable?: string;
  /** As `15.18`. */
  readonly version: string;
  /** What keeps it from being relied on, a sentence each. */
  readonly faults: readonly string[];
  readonly role: string;
  /** The role may change records, and more than a gateway needs to. */
  readonly mayTooMuch: boolean;
  readonly pending: readonly string[];
  /** How far its clock is ahead of this machine's, ms. */
  readonly clockAhead: number;
  /** Ids of the secret keys that its records are kept under. */
  readonly keys: readonly string[];
}

/** Looks and changes nothing. */
export async function inspectPostgres(url: string): Promise<PostgresState> {
  let where = 'TOOLGATE_DATABASE_URL';
  const nothing = { version: '', faults: [], role: '', mayTooMuch: false, pending: [], clockAhead: 0, keys: [] };
  try {
    where = databaseName(url);
    const pool = newPool(url, 1);
    try {
      const client = await pool.connect();
      try {
        const facts = await serverFacts(client);
        const pending = (await pendingMigrations(client)).map(({ name }) => name);
        const there = (await client.query(`SELECT to_regclass('writer') IS NOT NULL AS there`)).rows[0]?.there;
        const keys = there ? (await client.query('SELECT DISTINCT key FROM writer')).rows.map(({ key }) => key) : [];
        const version = `${Math.floor(facts.version / 10_000)}.${facts.version % 10_000}`;
        const mayTooMuch = facts.superuser || facts.owner;
        const { ahead } = await clockAhead((statement) => client.query(statement), anchoredClock());
        const { role } = facts;
        return { where, version, faults: serverFaults(facts), role, mayTooMuch, pending, clockAhead: ahead, keys };
      } finally {
        client.release();
      }
    } finally {
      await pool.end();
    }
  } catch (error) {
    const { message } = error instanceof SqlError ? error : postgresError(error);
    return { ...nothing, where, unreachable: message };
  }
}

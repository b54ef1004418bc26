import type { ClientBase } from 'pg';
import { type Migration, migrationsOf } from '../migrations-of.ts';
import { SqlError } from '../sql/sql-error.ts';
import { migrationLock } from './locks.ts';

/**
 * The migrations that a database lacks. One that has more than this version knows is no fault: migrations only
 * add (`docs/postgresql.md`), so that replicas of two versions run side by side during an upgrade.
 */
export async function pendingMigrations(client: Pick<ClientBase, 'query'>): Promise<readonly Migration[]> {
  const there = await client.query(`SELECT to_regclass('schema_migration') IS NOT NULL AS there`);
  if (there.rows[0]?.there !== true) return migrationsOf('postgres');
  const { rows } = await client.query('SELECT name FROM schema_migration');
  const applied = new Set(rows.map(({ name }) => name));
  return migrationsOf('postgres').filter(({ name }) => !applied.has(name));
}

/**
 * Brings the schema up to date: `migrations/postgres/0001_*.sql` and so on, all that are missing in one transaction, one
 * process at a time. Where nothing is missing nothing is asked for that only the owner of the schema may do.
 *
 * @throws SqlError when something is missing that this role may not make
 */
export async function migrate(client: ClientBase): Promise<void> {
  if ((await pendingMigrations(client)).length === 0) return;
  await client.query(`BEGIN; SELECT pg_advisory_xact_lock(${migrationLock})`);
  try {
    await client.query(
      'CREATE TABLE IF NOT EXISTS schema_migration (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    // Read again under the lock: another process may have been quicker.
    for (const { name, sql } of await pendingMigrations(client)) {
      await client.query(sql());
      await client.query('INSERT INTO schema_migration (name) VALUES ($1)', [name]);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    if (error instanceof Error && 'code' in error && error.code === '42501') throw notAllowed(client);
    throw error;
  }
}

function notAllowed({ user }: ClientBase & { readonly user?: string }): SqlError {
  return new SqlError(
    'other',
    `the database lacks tables of this version, and the role ${user ?? ''} may not make them; run ` +
      '`toolgate migrate-store --schema-only` once with TOOLGATE_DATABASE_URL of the role that owns the schema',
  );
}

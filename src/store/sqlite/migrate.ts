import type { DatabaseSync } from 'node:sqlite';
import { migrationsOf } from '../migrations-of.ts';
import { inTransaction } from './database.ts';
import { fileTerms } from './file-terms.ts';

/**
 * Brings the database's schema up to date: `migrations/sqlite/0001_*.sql` and so on, all that are missing in one
 * transaction. Its version is SQLite's own `user_version`.
 *
 * @throws Error when a newer Toolgate has been here: it may keep what this one does not understand
 */
export function migrate(database: DatabaseSync): void {
  const files = migrationsOf('sqlite');
  if (version(database) === files.length) return;
  inTransaction(database, () => {
    // Read again under the write lock: another process may have been quicker.
    const from = version(database);
    if (from > files.length) {
      throw new Error('the data folder was written by a newer version of toolgate; use that version');
    }
    for (const { name, sql } of files.slice(from)) {
      database.exec(sql());
      // Terms are made of texts by a function that SQLite has not.
      if (name === '0014_call_terms.sql') fileTerms(database);
    }
    database.exec(`PRAGMA user_version = ${files.length}`);
  });
}

/** Whether there is nothing to migrate. */
export function schemaIsCurrent(database: DatabaseSync): boolean {
  return version(database) === migrationsOf('sqlite').length;
}

function version(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version);
}

import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { packageFile } from '../../kernel/index.ts';

const busyMs = 10_000;
const migrations = packageFile('migrations/catalog/');

function catalogPath(dataFolder: string): string {
  return join(dataFolder, 'catalog.db');
}

/** Whether anything was ever imported here. */
export function hasCatalog(dataFolder: string): boolean {
  return existsSync(catalogPath(dataFolder));
}

/**
 * Opens the catalogue's file for imports and overrides, and brings its schema up to date. It holds nothing that a
 * crash may not cost, but for overrides: a commit need not be on disk when it returns.
 *
 * @throws Error when a newer Toolgate wrote the file
 */
export function openForWriting(dataFolder: string): DatabaseSync {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(catalogPath(dataFolder), { timeout: busyMs, enableForeignKeyConstraints: true });
  chmodSync(catalogPath(dataFolder), 0o600);
  database.exec(
    'PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA trusted_schema=OFF',
  );
  migrate(database);
  return database;
}

/**
 * Opens it for reading, while others may write.
 *
 * @throws the driver's error when there is none
 */
export function openForReading(dataFolder: string): DatabaseSync {
  const database = new DatabaseSync(catalogPath(dataFolder), { readOnly: true, timeout: busyMs });
  database.exec('PRAGMA cache_size=-32768; PRAGMA mmap_size=268435456');
  return database;
}

function migrate(database: DatabaseSync): void {
  const version = (): number => Number(database.prepare('PRAGMA user_version').get()?.user_version);
  const files = readdirSync(migrations)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .sort();
  if (version() === files.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    if (version() > files.length) throw new Error('the catalogue was written by a newer version of toolgate');
    for (const name of files.slice(version())) database.exec(readFileSync(new URL(name, migrations), 'utf8'));
    database.exec(`PRAGMA user_version = ${files.length}`);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

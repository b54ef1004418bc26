import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** How long a statement waits for another process's transaction before it fails, in ms. */
const busyMs = 10_000;

export function databasePath(dataFolder: string): string {
  return join(dataFolder, 'toolgate.db');
}

/**
 * Opens the database for writing. Several processes may do so: write-ahead logging and the busy time-out keep them
 * apart, and a commit is on disk when it returns (`synchronous=FULL`).
 */
export function openDatabase(dataFolder: string): DatabaseSync {
  const path = databasePath(dataFolder);
  const database = new DatabaseSync(path, { timeout: busyMs, enableForeignKeyConstraints: true });
  chmodSync(path, 0o600);
  // Records are a kilobyte: pages of eight hold them with less left over, and twice the log lets a page that is written
  // again and again be copied once. An existing file keeps the pages it has.
  database.exec('PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=2000');
  database.exec('PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF');
  return database;
}

/**
 * Opens the database for reading, while others write to it.
 *
 * @throws the driver's error when there is none
 */
export function openDatabaseReadOnly(dataFolder: string): DatabaseSync {
  return new DatabaseSync(databasePath(dataFolder), { readOnly: true, timeout: busyMs });
}

/** Runs `work` in one transaction that begins with the write lock, so that it can wait for it but never fail half-way. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

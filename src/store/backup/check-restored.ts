import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { KeyRing } from '../../seal/index.ts';
import { StoreError } from '../filing/worker-client.ts';
import { migrate } from '../sqlite/migrate.ts';
import { verifyRecords } from '../sqlite/verify-records.ts';
import { type EndedApprovals, endApprovals } from './end-approvals.ts';

/** What came out of a backup, and is fit to be used. */
export interface CheckedBackup {
  /** Records whose chains were verified. */
  readonly records: number;
  readonly ended: EndedApprovals;
}

/**
 * Checks what came out of a backup before it is put anywhere, brings it up to date, and ends what must not be used a
 * second time.
 *
 * @param now ms since the epoch
 * @throws StoreError, SealError
 */
export function checkRestored(folder: string, keys: KeyRing, now: number): CheckedBackup {
  if (!existsSync(join(folder, 'toolgate.db'))) throw new StoreError('StoreError', 'this backup holds no database');
  const database = new DatabaseSync(join(folder, 'toolgate.db'));
  try {
    database.exec('PRAGMA trusted_schema=OFF');
    const found = database.prepare('PRAGMA quick_check(1)').get()?.quick_check;
    if (found !== 'ok') throw new StoreError('StoreError', `the database in this backup is damaged: ${String(found)}`);
    migrate(database);
    if (schemaOf(database) !== ourSchema()) {
      throw new StoreError('StoreError', 'the database in this backup has tables or triggers that are not ours');
    }
    const { writers, findings } = verifyRecords(database, keys, []);
    const [first] = findings;
    if (first !== undefined) {
      throw new StoreError('StoreError', `the records in this backup are not as they were written: ${first.detail}`);
    }
    const records = writers.reduce((sum, one) => sum + one.records, 0);
    return { records, ended: endApprovals(database, now) };
  } finally {
    database.close();
  }
}

function ourSchema(): string {
  const fresh = new DatabaseSync(':memory:');
  try {
    migrate(fresh);
    return schemaOf(fresh);
  } finally {
    fresh.close();
  }
}

function schemaOf(database: DatabaseSync): string {
  const rows = database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all();
  return JSON.stringify(rows);
}

import { existsSync } from 'node:fs';
import { databasePath, openDatabaseReadOnly } from './sqlite/database.ts';
import { schemaIsCurrent } from './sqlite/migrate.ts';
import { readWriters } from './sqlite/writer-row.ts';

/** How the database of a data folder is, to somebody who only looks. */
export type DatabaseState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'sound';
      /** Ids of the secret keys that its records are kept under. */
      readonly keys: readonly string[];
      /** Whether the next start brings it up to date. */
      readonly current: boolean;
      /** The newest time on record, ms since the epoch; 0 where there is none. */
      readonly newest: number;
    }
  | { readonly kind: 'damaged' | 'busy'; readonly detail: string };

/** Looks at every page of the database, which takes about a second for each gigabyte, and changes nothing. */
export function inspectDatabase(dataFolder: string): DatabaseState {
  if (!existsSync(databasePath(dataFolder))) return { kind: 'none' };
  try {
    const database = openDatabaseReadOnly(dataFolder);
    try {
      const found = database.prepare('PRAGMA quick_check(1)').get()?.quick_check;
      if (found !== 'ok') return { kind: 'damaged', detail: String(found) };
      const writers = readWriters(database);
      const newest = Math.max(0, ...writers.map(({ lastTime }) => lastTime));
      const keys = [...new Set(writers.map(({ key }) => key))];
      return { kind: 'sound', keys, current: schemaIsCurrent(database), newest };
    } finally {
      database.close();
    }
  } catch (error) {
    const busy = error instanceof Error && 'errcode' in error && error.errcode === 5;
    return { kind: busy ? 'busy' : 'damaged', detail: error instanceof Error ? error.message : String(error) };
  }
}

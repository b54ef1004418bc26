import { isSqlite } from '../../src/store/index.ts';
import { inTransaction, openDatabase } from '../../src/store/sqlite/database.ts';
import { fileTerms } from '../../src/store/sqlite/file-terms.ts';
import type { TestControl } from './control.ts';

/** Lets calls be found that a test put on the record by hand: what the store's worker does as it files them. */
export function fileCalls({ folder, control }: Pick<TestControl, 'folder' | 'control'>): void {
  if (!isSqlite(control.sql)) return;
  const database = openDatabase(folder);
  inTransaction(database, () => fileTerms(database));
  database.close();
}

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyRing } from '../seal/index.ts';
import { FolderInUse } from './folder.ts';
import { listSegments } from './journal/recover.ts';
import { openStore } from './open-store.ts';
import { requireMoved } from './require-moved.ts';

/**
 * Files what gateways that are gone have left in the journals of folders that nobody may ever run on again: those of workers
 * where there is one process now, or fewer, and that of the one process where there are workers. A gateway files what is in
 * its own folder itself.
 *
 * @param keys finds the keys for a folder. @param database `postgres://…`
 * @throws StoreError, SealError, JournalDamaged
 */
export async function fileRemains(
  folders: readonly string[],
  keys: (folder: string) => KeyRing,
  database: string,
): Promise<void> {
  for (const folder of folders) {
    requireMoved(folder);
    if (!hasJournal(folder)) continue;
    try {
      await (await openStore(folder, { mode: 'exclusive', keys, database })).close();
    } catch (error) {
      // Whoever runs on it files it.
      if (!(error instanceof FolderInUse)) throw error;
    }
  }
}

/** Drained or not: that stands in the database. */
function hasJournal(folder: string): boolean {
  try {
    const journals = join(folder, 'journal');
    return readdirSync(journals).some((writer) => listSegments(join(journals, writer)).length > 0);
  } catch {
    return false;
  }
}

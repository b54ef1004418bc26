import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from '../lock.ts';

/** Whoever works in a draft holds this file in it. */
export const lockName = 'lock';

/** As `mkdtemp` makes it. What a restore moved aside is called otherwise, and stays. */
const draftName = /^(?:backup|restore)-[A-Za-z0-9]{6}$/;

/**
 * Removes what backups and restores left in a data folder that were killed: a copy of the database that is not sealed, as long as
 * the database, for good. One that somebody works in stays. What cannot be removed is tried again the next time: nobody's
 * start depends on it.
 */
export function sweepDrafts(dataFolder: string): void {
  for (const entry of readdirSync(dataFolder, { withFileTypes: true })) {
    if (!entry.isDirectory() || !draftName.test(entry.name)) continue;
    const path = join(dataFolder, entry.name);
    try {
      const lock = tryLock(join(path, lockName));
      if (lock === undefined) continue;
      rmSync(path, { recursive: true, force: true });
      lock.release();
    } catch {}
  }
}

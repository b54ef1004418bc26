import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Lock, tryLock } from '../lock.ts';
import { lockName, sweepDrafts } from './sweep-drafts.ts';

/** A folder in the data folder, in which a backup or a restore has its files while it works. */
export interface DraftFolder {
  readonly path: string;
  /** Removes it, with all that is still in it. */
  remove(): void;
}

/**
 * Makes one, held for as long as this process lives. What is in it is not sealed, so those of processes that were killed are
 * removed first.
 */
export function openDraft(dataFolder: string, what: 'backup' | 'restore'): DraftFolder {
  sweepDrafts(dataFolder);
  for (;;) {
    const path = mkdtempSync(join(dataFolder, `${what}-`));
    const lock = lockedIn(path);
    if (lock === undefined) continue;
    return {
      path,
      remove: () => {
        lock.release();
        rmSync(path, { recursive: true, force: true });
      },
    };
  }
}

/** @returns `undefined` when another process has taken the new folder for one that was left */
function lockedIn(path: string): Lock | undefined {
  const name = join(path, lockName);
  let lock: Lock | undefined;
  try {
    lock = tryLock(name);
  } catch (error) {
    if (existsSync(path)) throw error;
    return undefined;
  }
  // A lock on a file that was removed meanwhile holds nothing.
  if (existsSync(name)) return lock;
  lock?.release();
  return undefined;
}

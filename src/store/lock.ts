import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** Held until released or until the process is gone, however it goes: the kernel frees it. */
export interface Lock {
  release(): void;
}

const busy = 5;

/**
 * Takes an exclusive lock on a file, without waiting. Node has no `flock`; SQLite has portable locks that end with
 * their process, so the file is an (empty) database held in an exclusive transaction.
 *
 * @returns nothing when somebody else holds it, in this process or another
 */
export function tryLock(path: string): Lock | undefined {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    chmodSync(path, 0o600);
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) return undefined;
    throw error;
  }
  return { release: () => database.close() };
}

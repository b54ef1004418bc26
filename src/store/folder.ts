import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Lock, tryLock } from './lock.ts';

/** The folder that everything lives in, opened. */
export interface DataFolder {
  readonly path: string;
  release(): void;
}

export interface FolderOptions {
  /**
   * `exclusive`: one gateway, and no second one. `shared`: processes of `toolgate run`, any number, also beside a
   * gateway; each writes a journal of its own, and SQLite keeps them apart.
   */
  readonly mode: 'exclusive' | 'shared';
  /** Puts a `.gitignore` of `*` into it, for a folder inside a checkout. */
  readonly ignored?: boolean;
}

/** Somebody else holds what only one may hold. The message is a sentence for the operator. */
export class FolderInUse extends Error {
  constructor(path: string) {
    super(
      `the data folder ${path} is in use by another toolgate up; stop that one first, or give this one a folder of ` +
        'its own with --data',
    );
    this.name = 'FolderInUse';
  }
}

/**
 * Whether nothing was ever stored in a folder. Only there may a secret key be made: in any other one a missing key is a
 * key that was lost, and going on with a new one would hide it.
 */
export function isUnused(path: string): boolean {
  return !existsSync(join(path, 'toolgate.db'));
}

/**
 * Opens the data folder, making it (0700) when it is not there.
 *
 * @throws FolderInUse
 */
export function openFolder(path: string, { mode, ignored = false }: FolderOptions): DataFolder {
  const absolute = resolve(path);
  const isNew = !existsSync(absolute);
  mkdirSync(absolute, { recursive: true, mode: 0o700 });
  // The mode given to mkdir is narrowed by the umask, never widened: a new folder is set to what it must be.
  if (isNew) chmodSync(absolute, 0o700);
  mkdirSync(join(absolute, 'journal'), { recursive: true, mode: 0o700 });
  if (ignored) writeFileSync(join(absolute, '.gitignore'), '*\n');
  const lock: Lock | undefined = mode === 'exclusive' ? tryLock(join(absolute, 'up.lock')) : { release: () => {} };
  if (lock === undefined) throw new FolderInUse(absolute);
  return { path: absolute, release: lock.release };
}

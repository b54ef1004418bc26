import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { whyNoFile } from '../kernel/index.ts';
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

/** It cannot be made, or not be written to. The message is a sentence for the operator. */
export class FolderUnusable extends Error {
  constructor(path: string, cause: unknown) {
    const why = isAbsent(cause) ? 'nothing can be made there' : whyNoFile(cause);
    super(`the data folder ${path} cannot be used: ${why}; mend that, or name another with --data`, { cause });
    this.name = 'FolderUnusable';
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
 * @throws FolderInUse, FolderUnusable
 */
export function openFolder(path: string, { mode, ignored = false }: FolderOptions): DataFolder {
  const absolute = resolve(path);
  try {
    makeFolder(absolute);
    makeFolder(join(absolute, 'journal'));
    if (ignored) writeFileSync(join(absolute, '.gitignore'), '*\n');
    accessSync(absolute, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new FolderUnusable(absolute, error);
  }
  const lock: Lock | undefined = mode === 'exclusive' ? tryLock(join(absolute, 'up.lock')) : { release: () => {} };
  if (lock === undefined) throw new FolderInUse(absolute);
  return { path: absolute, release: lock.release };
}

/**
 * Makes a folder for this user alone, with those above it that are not there. One by one: told to make them all, Node asks for
 * ever where the system says that there is nothing to make them in (nodejs/node, `mkdir` with `recursive` below `/proc`).
 */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Somebody else may have made it at the same moment.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
    throw error;
  }
  // The mode given to mkdir is narrowed by the umask, never widened: a new folder is set to what it must be.
  chmodSync(path, 0o700);
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

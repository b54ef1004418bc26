import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

interface Written {
  /** Of a new file; one that is there keeps its own. */
  readonly mode?: number;
  /** Asked last of all, when only the name remains to be given: throws where the file is not what it is to replace. */
  readonly check?: () => void;
}

/**
 * Puts bytes in the place of a file, whole or not at all: a reader never finds half a file, nor does who comes after a power
 * loss. Owner, group and mode stay what they were, and of an attempt that failed nothing is left.
 *
 * @throws the operating system's error, `ENOTFILE` for what is no file, a link too, which would be one no more, or what `check` throws; then the file is as it was
 */
export function writeWhole(path: string, bytes: Buffer, { mode = 0o600, check }: Written = {}): void {
  const old = lstatSync(path, { throwIfNoEntry: false });
  if (old !== undefined && !old.isFile()) throw Object.assign(new Error('not a file'), { code: 'ENOTFILE' });
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.${randomUUID()}.toolgate`;
  try {
    writeFileSync(fresh, bytes, { mode: 0o600, flag: 'wx', flush: true });
    if (old !== undefined) keepOwner(fresh, old);
    chmodSync(fresh, old === undefined ? mode : old.mode & 0o777);
    check?.();
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

/** A file that changed hands could not be read any more by its client, or not be changed by its owner. */
function keepOwner(fresh: string, { uid, gid }: { readonly uid: number; readonly gid: number }): void {
  const own = statSync(fresh);
  if (own.uid !== uid || own.gid !== gid) chownSync(fresh, uid, gid);
}

/** The new name survives power loss only when the folder has been synced too. */
function syncFolder(path: string): void {
  try {
    const fd = openSync(path, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch {
    // A folder that may be written and not be read, and Windows, have no such thing; the file is in its place.
  }
}

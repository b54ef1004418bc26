import { closeSync, fdatasync, fsync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const fdatasyncAsync = promisify(fdatasync);
const fsyncAsync = promisify(fsync);

/** An append-only file, as far as the journal needs one. Errors are the operating system's (`ENOSPC`, `EIO`). */
export interface SegmentFile {
  /** Writes what it can at `position` and returns how many bytes that were: as `pwrite`, it may fall short. */
  write(bytes: Uint8Array, position: number): number;
  /** Resolves when everything written before the call survives power loss, the file's own name included. */
  sync(): Promise<void>;
  truncate(length: number): void;
  close(): void;
}

/** The file layer below the journal. Tests put a disk here that fills up, fails and forgets. */
export interface FileLayer {
  /** Creates a file that must not exist yet, readable by its owner alone. */
  create(path: string): SegmentFile;
}

/** The real disk. */
export const nodeFiles: FileLayer = {
  create: (path) => {
    const fd = openSync(path, 'wx', 0o600);
    let named = false;
    return {
      write: (bytes, position) => writeSync(fd, bytes, 0, bytes.length, position),
      sync: async () => {
        await fdatasyncAsync(fd);
        if (!named) await syncFolder(dirname(path));
        named = true;
      },
      truncate: (length) => ftruncateSync(fd, length),
      close: () => closeSync(fd),
    };
  },
};

/** A new file survives power loss only when the folder that names it has been synced too. */
async function syncFolder(path: string): Promise<void> {
  const fd = openSync(path, 'r');
  try {
    await fsyncAsync(fd);
  } finally {
    closeSync(fd);
  }
}

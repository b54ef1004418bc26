import { createReadStream, mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ByteReader, type KeyRing, openStream, SealError } from '../../seal/index.ts';
import { type BackupManifest, backupFiles, backupFormat } from './backup-files.ts';

const longestManifest = 16 * 1024;
const portion = 1 << 20;

/**
 * Opens a backup into a folder of its own.
 *
 * @throws SealError when it is none, was altered or cut, or was sealed under a key that is not in the ring
 */
export async function readBackup(file: string, keys: KeyRing, into: string): Promise<BackupManifest> {
  const sealed = createReadStream(file, { highWaterMark: portion });
  const opened = Readable.from(openStream(keys, 'backup', backupFormat, sealed)).compose(createGunzip());
  const reader = new ByteReader(opened);
  const manifest = manifestOf(await reader.takeLine(longestManifest));
  mkdirSync(into, { recursive: true, mode: 0o700 });
  for (const { name, bytes } of manifest.files) {
    const target = await open(join(into, name), 'wx', 0o600);
    try {
      for (let left = bytes; left > 0; ) {
        const chunk = await reader.take(Math.min(left, portion));
        if (chunk.length === 0) throw new SealError('this backup ends before its files do');
        await target.write(chunk);
        left -= chunk.length;
      }
      await target.sync();
    } finally {
      await target.close();
    }
  }
  if (!(await reader.atEnd())) throw new SealError('this backup goes on after its last file');
  return manifest;
}

/** What is sealed was written by a holder of the key; a name is taken from our own list all the same. */
function manifestOf(line: Buffer | undefined): BackupManifest {
  const manifest = JSON.parse(line?.toString('utf8') ?? '{}') as Partial<BackupManifest>;
  const { createdAt, version, files } = manifest;
  if (typeof createdAt !== 'number' || typeof version !== 'string' || !Array.isArray(files)) {
    throw new SealError('this backup has no list of its files');
  }
  const known = files.flatMap(({ name, bytes }: { name: unknown; bytes: unknown }) => {
    const file = backupFiles.find((one) => one === name);
    return file === undefined || typeof bytes !== 'number' ? [] : [{ name: file, bytes }];
  });
  if (known.length !== files.length) throw new SealError('this backup holds a file that is none of ours');
  return { createdAt, version, files: known };
}

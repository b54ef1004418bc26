import {
  closeSync,
  createReadStream,
  existsSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type KeyRing, sealStream } from '../../seal/index.ts';
import { type BackupFile, type BackupManifest, backupFiles, backupFormat } from './backup-files.ts';
import { copyDatabase } from './copy-database.ts';
import { openDraft } from './draft-folder.ts';
import { newPart } from './sweep-drafts.ts';

/** Told how far a backup has come. */
export type Progress = (done: number, total: number) => void;

export interface BackupOptions {
  readonly dataFolder: string;
  readonly keys: KeyRing;
  /** Where to; it must not be there yet. */
  readonly file: string;
  readonly now: number;
  readonly version: string;
  readonly onProgress?: Progress;
}

/**
 * Writes a backup of a data folder, beside whatever runs on it: each database as it stands at one instant, compressed and
 * sealed. It is there whole, or not at all.
 *
 * @throws the errors of the driver and the file system; the unfinished file is removed
 */
export async function writeBackup(options: BackupOptions): Promise<{ readonly bytes: number }> {
  const { dataFolder, keys, file, now, version, onProgress } = options;
  const copy = openDraft(dataFolder, 'backup');
  const folder = copy.path;
  const draft = newPart(folder, dirname(file));
  try {
    const files = await gather(dataFolder, folder);
    const manifest: BackupManifest = { createdAt: now, version, files };
    const content = Readable.from(bytesOf(manifest, folder, onProgress));
    writeFileSync(draft, '', { mode: 0o600, flag: 'wx' });
    const seal = (source: AsyncIterable<Buffer>) => sealStream(keys, 'backup', backupFormat, source);
    const target = await open(draft, 'r+');
    try {
      await pipeline(content, createGzip({ level: 4 }), seal, async (source: AsyncIterable<Buffer>) => {
        for await (const chunk of source) await target.write(chunk);
      });
      await target.sync();
    } finally {
      await target.close();
    }
    // The name is taken in one step, and never from another file.
    closeSync(openSync(file, 'wx', 0o600));
    renameSync(draft, file);
    return { bytes: statSync(file).size };
  } finally {
    rmSync(draft, { force: true });
    copy.remove();
  }
}

async function gather(from: string, to: string): Promise<{ name: BackupFile; bytes: number }[]> {
  const files: { name: BackupFile; bytes: number }[] = [];
  for (const name of backupFiles) {
    if (!existsSync(join(from, name))) continue;
    if (name.endsWith('.db')) copyDatabase(join(from, name), join(to, name));
    else await copyFile(join(from, name), join(to, name));
    files.push({ name, bytes: statSync(join(to, name)).size });
  }
  return files;
}

async function* bytesOf(manifest: BackupManifest, folder: string, onProgress: Progress | undefined) {
  yield Buffer.from(`${JSON.stringify(manifest)}\n`);
  const total = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  for (const { name } of manifest.files) {
    for await (const chunk of createReadStream(join(folder, name), { highWaterMark: 1 << 20 })) {
      const bytes: Buffer = chunk;
      yield bytes;
      done += bytes.length;
      onProgress?.(done, total);
    }
  }
}

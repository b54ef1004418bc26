import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyRing } from '../../seal/index.ts';
import { StoreError } from '../filing/worker-client.ts';
import { openFolder } from '../folder.ts';
import { HeldWriters } from '../writer.ts';
import { type BackupManifest, backupFiles } from './backup-files.ts';
import { checkRestored } from './check-restored.ts';
import { type DraftFolder, openDraft } from './draft-folder.ts';
import type { EndedApprovals } from './end-approvals.ts';
import { readBackup } from './read-backup.ts';

export interface RestoreOptions {
  readonly dataFolder: string;
  /** Finds the keys once the folder is there; it must not make one. */
  readonly keys: (dataFolder: string) => KeyRing;
  readonly file: string;
  /** Moves what is in the folder aside; otherwise a folder that is in use already is refused. */
  readonly replace: boolean;
  readonly now: number;
}

/** What was restored. */
export interface Restored {
  readonly manifest: BackupManifest;
  /** Records whose chains were verified. */
  readonly records: number;
  /** What people had agreed to and has to be asked for again. */
  readonly ended: EndedApprovals;
  /** Where what was there before stands now. */
  readonly aside: string | undefined;
}

/**
 * Puts a backup into a data folder. It is opened and checked beside what is there, and takes its place only when all of
 * it is sound: a schema that is ours to the letter, pages without damage, chains as they were written. Nothing in it names
 * a process: servers that are started are declared in files, which no backup holds.
 *
 * @throws FolderInUse, SealError, StoreError
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { dataFolder, file, replace, now } = options;
  const folder = openFolder(dataFolder, { mode: 'exclusive' });
  let draft: DraftFolder | undefined;
  let writers: HeldWriters | undefined;
  try {
    draft = openDraft(folder.path, 'restore');
    const from = draft.path;
    const keys = options.keys(folder.path);
    writers = new HeldWriters(folder.path);
    const running = readdirSync(join(folder.path, 'journal')).length - writers.all.length;
    if (running > 0) throw new StoreError('StoreError', 'processes of toolgate run use this folder; stop them first');
    const occupied = ownNames.some((name) => existsSync(join(folder.path, name)));
    if (occupied && !replace) {
      throw new StoreError(
        'StoreError',
        `there is an installation in ${folder.path}; restore into another folder, or move this one aside with --replace`,
      );
    }
    const manifest = await readBackup(file, keys, from);
    const { records, ended } = checkRestored(from, keys, now);
    writers.release();
    const aside = occupied ? moveAside(folder.path, now) : undefined;
    for (const { name } of manifest.files) renameSync(join(from, name), join(folder.path, name));
    return { manifest, records, ended, aside };
  } finally {
    writers?.release();
    draft?.remove();
    folder.release();
  }
}

/** A log that was left beside another database would be read into it: it counts as much as the database does. */
const ownNames = [...backupFiles, ...backupFiles.flatMap((name) => [`${name}-wal`, `${name}-shm`])];

/** Journals go along: what they hold belongs to the database that is moved. */
function moveAside(folder: string, now: number): string {
  const aside = join(folder, `before-restore-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`);
  mkdirSync(aside, { mode: 0o700 });
  for (const name of [...ownNames, 'journal'])
    if (existsSync(join(folder, name))) renameSync(join(folder, name), join(aside, name));
  mkdirSync(join(folder, 'journal'), { mode: 0o700 });
  return aside;
}

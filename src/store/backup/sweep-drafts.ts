import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { newId } from '../../kernel/index.ts';
import { tryLock } from '../lock.ts';

/** Whoever works in a draft holds this file in it. */
export const lockName = 'lock';

/** Says in a draft where the backup is written that it is for: anywhere, and known to nobody else. */
const partName = 'part';

/** Of the file that a backup is until it is whole; nothing else is removed, whatever a draft says. */
const partForm = /^\.[0-9a-f]{32}\.part$/;

/** As `mkdtemp` makes it. What a restore moved aside is called otherwise, and stays. */
const draftName = /^(?:backup|restore)-[A-Za-z0-9]{6}$/;

/**
 * Removes what backups and restores left that were killed: in the data folder a copy of the database that is not sealed, as long
 * as the database, for good; and where the backup was to be, as much of it as was sealed. What somebody works in stays. What cannot be removed is tried again the next time: nobody's
 * start depends on it.
 */
export function sweepDrafts(dataFolder: string): void {
  for (const entry of readdirSync(dataFolder, { withFileTypes: true })) {
    if (!entry.isDirectory() || !draftName.test(entry.name)) continue;
    const path = join(dataFolder, entry.name);
    try {
      const lock = tryLock(join(path, lockName));
      if (lock === undefined) continue;
      removePart(path);
      rmSync(path, { recursive: true, force: true });
      lock.release();
    } catch {}
  }
}

/**
 * A new name for what a backup is until it is whole, and a note of it in the draft, so that it is found when this process is
 * killed.
 *
 * @param folder where the backup is to be
 */
export function newPart(draft: string, folder: string): string {
  const part = resolve(folder, `.${newId()}.part`);
  writeFileSync(join(draft, partName), part, { mode: 0o600 });
  return part;
}

function removePart(draft: string): void {
  const note = join(draft, partName);
  const part = existsSync(note) ? readFileSync(note, 'utf8') : '';
  if (partForm.test(basename(part))) rmSync(part, { force: true });
}

import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { CommandError } from '../io.ts';

/** Which command changed a file. */
export type ChangedBy = 'connect' | 'init';

const change = z.strictObject({
  by: z.enum(['connect', 'init']),
  file: z.string(),
  /** Where the bytes lie that stood there; `null` where there was no file. */
  backup: z.string().nullable(),
  /** SHA-256 of what was written. */
  after: z.string(),
});
type Change = z.infer<typeof change>;

/**
 * The text of a client's file.
 *
 * @throws CommandError where it is no UTF-8: written back, it would be another file
 */
export function readClientText(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${error instanceof TypeError ? 'it is not UTF-8' : String(error)}`);
  }
}

/** What became of a file that was to be as it was before. */
export type Undone =
  | { readonly file: string; readonly done: true }
  | { readonly file: string; readonly done: false; readonly why: string };

/**
 * The changes made to clients' files, kept in a data folder with the bytes that stood there: each can be taken back to
 * the byte as long as nobody else has changed the file.
 */
export class ClientChanges {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'clients');
  }

  /**
   * Writes a file, its old bytes kept first. A link stays one: the file that it names is written.
   *
   * @param before the text that the change was made from
   * @throws CommandError when the file has changed since it was read, or cannot be written
   */
  write(by: ChangedBy, file: string, before: string | undefined, after: string): void {
    const path = existsSync(file) ? realpathSync(file) : file;
    const there = existsSync(path) ? readClientText(path) : undefined;
    if (there !== before) throw new CommandError(`${file} has changed in the meantime; nothing was written`);
    mkdirSync(join(this.#folder, 'backups'), { recursive: true, mode: 0o700 });
    let backup: string | null = null;
    if (before !== undefined) {
      // It may hold secrets, as the file does.
      backup = join(this.#folder, 'backups', randomUUID());
      writeFileSync(backup, readFileSync(path), { mode: 0o600 });
    }
    const changes = this.#read();
    this.#keep([...changes, { by, file: path, backup, after: digest(after) }]);
    try {
      replace(path, Buffer.from(after));
    } catch (error) {
      this.#keep(changes);
      throw new CommandError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /**
   * Takes back what a command changed, the last change first. A file that somebody has changed since stays as it is, and
   * so do the changes before that one.
   */
  undo(by: ChangedBy): Undone[] {
    const changes = this.#read();
    const kept = new Set<Change>();
    const undone: Undone[] = [];
    const blocked = new Set<string>();
    for (const one of changes.toReversed()) {
      const result = blocked.has(one.file) ? undefined : one.by === by ? restore(one) : undefined;
      if (result?.done !== true) {
        kept.add(one);
        blocked.add(one.file);
      }
      if (result !== undefined) undone.push(result);
    }
    this.#keep(changes.filter((one) => kept.has(one)));
    for (const one of changes) if (!kept.has(one) && one.backup !== null) rmSync(one.backup, { force: true });
    return undone;
  }

  #read(): Change[] {
    const file = join(this.#folder, 'changes.json');
    if (!existsSync(file)) return [];
    const read = z.array(change).safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (!read.success) throw new CommandError(`${file} is not what was written there; move it away to go on`);
    return read.data;
  }

  #keep(changes: readonly Change[]): void {
    replace(join(this.#folder, 'changes.json'), Buffer.from(`${JSON.stringify(changes, null, 2)}\n`), 0o600);
  }
}

function restore({ file, backup, after }: Change): Undone {
  if (!existsSync(file)) return { file, done: false, why: 'it is gone' };
  if (digest(readFileSync(file)) !== after) {
    const where = backup === null ? 'there was none before' : `what stood there before is in ${backup}`;
    return { file, done: false, why: `somebody has changed it since; ${where}` };
  }
  if (backup === null) rmSync(file);
  else replace(file, readFileSync(backup));
  return { file, done: true };
}

/** Whole or not at all: a client must never read half a file. */
function replace(path: string, bytes: Buffer, mode = existsSync(path) ? statSync(path).mode & 0o777 : 0o600): void {
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.${randomUUID()}.toolgate`;
  writeFileSync(fresh, bytes, { mode });
  chmodSync(fresh, mode);
  try {
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

function digest(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

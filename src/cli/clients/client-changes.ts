import { createHash, randomUUID } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { readWhole } from '../../config/index.ts';
import { whyNoFile } from '../../kernel/index.ts';
import { type Lock, tryLock } from '../../store/index.ts';
import { CommandError } from '../io.ts';
import { readClientText } from './client-text.ts';
import { writeWhole } from './write-whole.ts';

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

/** What became of a file that was to be as it was before. */
export type Undone =
  | { readonly file: string; readonly done: true }
  | { readonly file: string; readonly done: false; readonly why: string };

/**
 * The changes made to clients' files, kept in a data folder with the bytes that stood there: each can be taken back to
 * the byte as long as nobody else has changed the file. One command at a time has them: a change that another one forgot
 * could not be taken back.
 */
export class ClientChanges implements Disposable {
  readonly #folder: string;
  readonly #lock: Lock;

  /** @throws CommandError while another command has them, and where the data folder cannot be used */
  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'clients');
    let lock: Lock | undefined;
    try {
      mkdirSync(join(this.#folder, 'backups'), { recursive: true, mode: 0o700 });
      lock = tryLock(join(this.#folder, 'lock'));
    } catch (error) {
      throw new CommandError(`the folder ${this.#folder} cannot be used: ${whyNoFile(error)}`);
    }
    if (lock === undefined)
      throw new CommandError('another `toolgate init` or `toolgate connect` is writing; nothing was written');
    this.#lock = lock;
  }

  /**
   * Writes a file, its old bytes kept first. A link stays one: the file that it names is written.
   *
   * @param before the text that the change was made from; `undefined` where there was no file
   * @throws CommandError when the file has changed since it was read, or cannot be written: it is then as it was
   */
  write(by: ChangedBy, file: string, before: string | undefined, after: string): void {
    const changed = () => new CommandError(`${file} has changed in the meantime; it was not written`);
    const placeAsRead = (): string => {
      const there = readClientText(file);
      if (there?.text !== before) throw changed();
      return there?.path ?? file;
    };
    const path = placeAsRead();
    const check = (): void => {
      if (placeAsRead() !== path) throw changed();
    };
    const changes = this.#read();
    const backup = before === undefined ? null : join(this.#folder, 'backups', randomUUID());
    try {
      // It may hold secrets, as the file does.
      if (backup !== null) writeWhole(backup, Buffer.from(before ?? ''));
      this.#keep([...changes, { by, file: path, backup, after: digest(after) }]);
      writeWhole(path, Buffer.from(after), { check });
    } catch (error) {
      this.#giveUp(changes, backup);
      if (error instanceof CommandError) throw error;
      throw new CommandError(`${file} cannot be written: ${whyNoFile(error)}`);
    }
  }

  /**
   * Takes back what a command changed, the last change first. A file that somebody has changed since stays as it is, and
   * so do the changes before that one.
   */
  undo(by: ChangedBy): Undone[] {
    const undone: Undone[] = [];
    const blocked = new Map<string, string>();
    for (const one of this.#read().toReversed()) {
      const { file } = one;
      if (one.by !== by) {
        blocked.set(file, `\`toolgate ${one.by} --undo\` comes first: that was written later`);
        continue;
      }
      const why = blocked.get(file) ?? this.#restore(one);
      if (why === undefined) {
        this.#forget(one);
        undone.push({ file, done: true });
      } else {
        if (!undone.some((other) => other.file === file && !other.done)) undone.push({ file, done: false, why });
        blocked.set(file, why);
      }
    }
    return undone;
  }

  [Symbol.dispose](): void {
    this.#lock.release();
  }

  /** @returns why the file stays as it is */
  #restore({ file, backup, after }: Change): string | undefined {
    const where = backup === null ? 'there was none before' : `what stood there before is in ${backup}`;
    try {
      if (backup !== null && dirname(backup) !== join(this.#folder, 'backups'))
        return 'what is to have stood there before lies in another folder';
      if (backup !== null && !existsSync(backup)) return `what stood there before is no longer in ${backup}`;
      const there = lstatSync(file, { throwIfNoEntry: false });
      if (there === undefined) return backup === null ? undefined : `it is gone; ${where}`;
      if (!there.isFile()) return `it is no file any more; ${where}`;
      const old = backup === null ? undefined : readWhole(backup);
      const bytes = readWhole(file);
      // Killed between the writing of the one and the other, a command leaves a file that is as it was.
      if (old?.equals(bytes) === true) return undefined;
      if (digest(bytes) !== after) return `somebody has changed it since; ${where}`;
      if (old === undefined) rmSync(file);
      else writeWhole(file, old);
      return undefined;
    } catch (error) {
      return `${whyNoFile(error)}; ${where}`;
    }
  }

  /** The note goes before the old bytes do: without them a change could not be told from somebody else's. */
  #giveUp(changes: readonly Change[], backup: string | null): void {
    try {
      this.#keep(changes);
      if (backup !== null) rmSync(backup, { force: true });
    } catch {
      // A change that is noted and was not made is one that an undo finds taken back.
    }
  }

  /** After each, and the old bytes last: whenever it is killed, what was not taken back can be. */
  #forget(one: Change): void {
    this.#keep(
      this.#read().filter(
        ({ file, after, backup }) => file !== one.file || after !== one.after || backup !== one.backup,
      ),
    );
    if (one.backup !== null) rmSync(one.backup, { force: true });
  }

  #read(): Change[] {
    const file = join(this.#folder, 'changes.json');
    if (!existsSync(file)) return [];
    try {
      return z.array(change).parse(JSON.parse(readWhole(file).toString('utf8')));
    } catch {
      throw new CommandError(`${file} is not what was written there; move it away to go on`);
    }
  }

  #keep(changes: readonly Change[]): void {
    writeWhole(join(this.#folder, 'changes.json'), Buffer.from(`${JSON.stringify(changes, null, 2)}\n`));
  }
}

function digest(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

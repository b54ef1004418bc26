import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '../kernel/index.ts';
import { type Lock, tryLock } from './lock.ts';

/** A writer's name and folder, held by this process. */
export interface Writer {
  readonly name: string;
  readonly folder: string;
  readonly lock: Lock;
}

/** The writers that this process holds: at first all that nobody else does, in the end the one that it writes as. */
export class HeldWriters {
  readonly #dataFolder: string;
  #all: readonly Writer[];

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder;
    this.#all = claimWriters(dataFolder);
  }

  get all(): readonly Writer[] {
    return this.#all;
  }

  /** Lets go of all others. @param name `undefined`: a writer that never was before */
  keepOnly(name: string | undefined): Writer {
    const writer = this.#all.find((one) => one.name === name) ?? newWriter(this.#dataFolder);
    for (const other of this.#all) if (other !== writer) other.lock.release();
    this.#all = [writer];
    return writer;
  }

  release(): void {
    for (const { lock } of this.#all) lock.release();
    this.#all = [];
  }
}

/**
 * Takes every writer whose process is gone: what it left must be drained, and its chain can be carried on. So the
 * number of chains is that of the processes that ever ran side by side, not of those that ever ran.
 */
function claimWriters(dataFolder: string): Writer[] {
  const journals = join(dataFolder, 'journal');
  const claimed: Writer[] = [];
  for (const entry of readdirSync(journals, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const folder = join(journals, entry.name);
    const lock = tryLock(join(folder, 'lock'));
    if (lock !== undefined) claimed.push({ name: entry.name, folder, lock });
  }
  return claimed;
}

/** A writer that never was before. */
function newWriter(dataFolder: string): Writer {
  for (;;) {
    const name = newId().slice(0, 16);
    const folder = join(dataFolder, 'journal', name);
    mkdirSync(folder, { mode: 0o700 });
    const lock = tryLock(join(folder, 'lock'));
    // Between the two lines above, another process that starts may have claimed the empty folder.
    if (lock !== undefined) return { name, folder, lock };
  }
}

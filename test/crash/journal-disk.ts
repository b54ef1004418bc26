import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { FileLayer } from '../../src/store/journal/files.ts';

interface Range {
  readonly from: number;
  readonly bytes: Uint8Array;
}

interface SimulatedFile {
  /** As the process sees it. */
  seen: Uint8Array;
  /** As it is on the platter. */
  durable: Uint8Array;
  /** Written and not synced, in order. */
  dirty: Range[];
  /** Whether the folder that names it has been synced. */
  named: boolean;
}

/**
 * A disk with a write log. It fills up, fails, and forgets in the ways that disks do: a write falls short before it
 * fails for want of space; a failed sync drops what it could not write and the next one succeeds without it; power
 * loss keeps any part of what was not synced, in any order, torn anywhere.
 */
export class SimulatedDisk implements FileLayer {
  readonly #files = new Map<string, SimulatedFile>();
  /** Bytes that still fit. */
  room = Number.POSITIVE_INFINITY;
  /** What fails with EIO. */
  broken: { write?: boolean; sync?: boolean; truncate?: boolean; create?: boolean } = {};

  create(path: string): ReturnType<FileLayer['create']> {
    if (this.broken.create) throw failure('EIO');
    const name = basename(path);
    if (this.#files.has(name)) throw failure('EEXIST');
    const file: SimulatedFile = { seen: new Uint8Array(), durable: new Uint8Array(), dirty: [], named: false };
    this.#files.set(name, file);
    return {
      write: (bytes, position) => this.#write(file, bytes, position),
      sync: () => this.#sync(file),
      truncate: (length) => {
        if (this.broken.truncate) throw failure('EIO');
        file.seen = file.seen.slice(0, length);
        file.durable = file.durable.slice(0, length);
        file.dirty = file.dirty.flatMap(({ from, bytes }) => {
          return from >= length ? [] : [{ from, bytes: bytes.slice(0, length - from) }];
        });
      },
      close: () => {},
    };
  }

  /** The files that there are. */
  names(): readonly string[] {
    return [...this.#files.keys()];
  }

  #write(file: SimulatedFile, bytes: Uint8Array, position: number): number {
    if (this.broken.write) throw failure('EIO');
    const fitting = Math.min(bytes.length, this.room);
    if (fitting === 0) throw failure('ENOSPC');
    this.room -= fitting;
    const written = bytes.slice(0, fitting);
    file.seen = laid(file.seen, { from: position, bytes: written });
    file.dirty.push({ from: position, bytes: written });
    return fitting;
  }

  async #sync(file: SimulatedFile): Promise<void> {
    const covered = file.dirty;
    await setImmediate();
    file.dirty = file.dirty.filter((range) => !covered.includes(range));
    if (this.broken.sync) throw failure('EIO');
    for (const range of covered) file.durable = laid(file.durable, range);
    file.named = true;
  }

  /** The process was killed: the folder is what it saw. */
  afterKill(folder: string): void {
    for (const [name, { seen }] of this.#files) writeFileSync(join(folder, name), seen);
  }

  /** The power failed. @param random numbers from 0 to 1 */
  afterPowerLoss(folder: string, random: () => number): void {
    for (const [name, { durable, dirty, named }] of this.#files) {
      if (!named && random() < 0.5) continue;
      let kept = durable;
      for (const range of dirty) {
        const chance = random();
        if (chance < 0.4) kept = laid(kept, range);
        else if (chance < 0.7)
          kept = laid(kept, { ...range, bytes: range.bytes.slice(0, range.bytes.length * random()) });
      }
      writeFileSync(join(folder, name), kept);
    }
  }
}

/** What was never written between two places reads as zeros. */
function laid(onto: Uint8Array, { from, bytes }: Range): Uint8Array {
  const result = new Uint8Array(Math.max(onto.length, from + bytes.length));
  result.set(onto);
  result.set(bytes, from);
  return result;
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

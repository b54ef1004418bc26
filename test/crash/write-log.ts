import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { FileLayer } from '../../src/store/journal/files.ts';

type Entry =
  | { readonly kind: 'create'; readonly file: string }
  | { readonly kind: 'write'; readonly file: string; readonly from: number; readonly bytes: Uint8Array }
  | { readonly kind: 'truncate'; readonly file: string; readonly length: number }
  /** A sync has ended: everything of this file before entry `covers` is on the platter, its name too. */
  | { readonly kind: 'synced'; readonly file: string; readonly covers: number }
  /** Somebody was told that a line is kept. */
  | { readonly kind: 'told'; readonly line: string; readonly durable: boolean };

/** What becomes of what was written and not synced when the power fails. */
export type Fate =
  | 'nothing'
  | 'everything'
  /** The last write alone, with a hole where the others should be. */
  | 'the last alone'
  /** The file has grown, and holds zeros. */
  | 'zeros'
  /** The last write is torn: so much of it, from 0 to 1, and nothing behind. */
  | { readonly torn: number };

/**
 * A disk that remembers every write, sync and promise in order, so that the power can fail after each of them. It fills
 * up and fails like the other one (`journal-disk.ts`), at the word of a test.
 */
export class WriteLog implements FileLayer {
  readonly #entries: Entry[] = [];
  room = Number.POSITIVE_INFINITY;
  broken: { write?: boolean; sync?: boolean } = {};
  /** How long a sync takes, ms. */
  syncMs = 0;

  get length(): number {
    return this.#entries.length;
  }

  create(path: string): ReturnType<FileLayer['create']> {
    const file = basename(path);
    this.#entries.push({ kind: 'create', file });
    return {
      write: (bytes, from) => {
        if (this.broken.write) throw failure('EIO');
        const fitting = Math.min(bytes.length, this.room);
        if (fitting === 0) throw failure('ENOSPC');
        this.room -= fitting;
        this.#entries.push({ kind: 'write', file, from, bytes: bytes.slice(0, fitting) });
        return fitting;
      },
      sync: async () => {
        const covers = this.#entries.length;
        await setTimeout(this.syncMs);
        if (this.broken.sync) throw failure('EIO');
        this.#entries.push({ kind: 'synced', file, covers });
      },
      truncate: (length) => void this.#entries.push({ kind: 'truncate', file, length }),
      close: () => {},
    };
  }

  told(line: string, durable: boolean): void {
    this.#entries.push({ kind: 'told', line, durable });
  }

  /** What was promised before the first `length` entries had passed. */
  promised(length: number, durable: boolean): readonly string[] {
    return this.#entries
      .slice(0, length)
      .flatMap((entry) => (entry.kind === 'told' && (entry.durable || !durable) ? [entry.line] : []));
  }

  /** Leaves the files as they are found when the power fails after the first `length` entries. */
  lay(folder: string, length: number, fate: Fate): void {
    mkdirSync(folder, { recursive: true });
    const passed = this.#entries.slice(0, length);
    for (const file of new Set(passed.flatMap((entry) => (entry.kind === 'create' ? [entry.file] : [])))) {
      const covered = passed.reduce((most, entry) => {
        return entry.kind === 'synced' && entry.file === file ? Math.max(most, entry.covers) : most;
      }, -1);
      const [kept, dirty] = [passed.slice(0, Math.max(covered, 0)), passed.slice(Math.max(covered, 0))];
      // A name that was never synced is lost with what it names.
      if (covered === -1 && fate === 'nothing') continue;
      writeFileSync(join(folder, file), settled(laid(new Uint8Array(), file, kept), file, dirty, fate));
    }
  }
}

function settled(durable: Uint8Array, file: string, dirty: readonly Entry[], fate: Fate): Uint8Array {
  if (fate === 'nothing') return durable;
  if (fate === 'everything') return laid(durable, file, dirty);
  const last = dirty.findLast((entry) => entry.kind === 'write' && entry.file === file);
  if (last?.kind !== 'write') return durable;
  if (fate === 'the last alone') return laid(durable, file, [last]);
  if (fate === 'zeros') {
    return laid(durable, file, [{ ...last, from: last.from + last.bytes.length, bytes: new Uint8Array(512) }]);
  }
  const bytes = last.bytes.slice(0, Math.floor(last.bytes.length * fate.torn));
  return laid(durable, file, [...dirty.slice(0, dirty.indexOf(last)), { ...last, bytes }]);
}

/** What was never written between two places reads as zeros. */
function laid(onto: Uint8Array, file: string, entries: readonly Entry[]): Uint8Array {
  let result = onto;
  for (const entry of entries) {
    if (!('file' in entry) || entry.file !== file) continue;
    if (entry.kind === 'truncate') result = result.slice(0, entry.length);
    else if (entry.kind === 'write') {
      const longer = new Uint8Array(Math.max(result.length, entry.from + entry.bytes.length));
      longer.set(result);
      longer.set(entry.bytes, entry.from);
      result = longer;
    }
  }
  return result;
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

import { join } from 'node:path';
import type { FileLayer, SegmentFile } from './files.ts';
import { encodeBatch, segmentSeed } from './frame.ts';

/** Where in a writer's journal something stands: segments count from 1, offsets in bytes. */
export interface Position {
  readonly segment: number;
  readonly offset: number;
}

export function segmentName(segment: number): string {
  return `${String(segment).padStart(8, '0')}.log`;
}

/** One file of a journal, open for appending. After every call it holds whole batches up to `written`, or says so. */
export class Segment {
  readonly number: number;
  written = 0;
  synced = 0;
  readonly #file: SegmentFile;
  readonly #seed: number;
  /** A piece of a batch may stand behind `written`. */
  #torn = false;

  constructor(files: FileLayer, folder: string, writer: string, number: number) {
    this.number = number;
    this.#file = files.create(join(folder, segmentName(number)));
    this.#seed = segmentSeed(writer, number);
  }

  /**
   * Appends one batch, all of it or nothing. A write that falls short is continued; one that fails leaves a torn piece,
   * which is cut off at once, or else before the next append.
   *
   * @throws the operating system's error; nothing was appended
   */
  append(lines: readonly string[]): void {
    this.#mend();
    const bytes = encodeBatch(lines, this.#seed, this.written, this.synced);
    let done = 0;
    try {
      while (done < bytes.length) {
        const wrote = this.#file.write(done === 0 ? bytes : bytes.subarray(done), this.written + done);
        if (wrote === 0) throw new Error('the disk takes no more bytes');
        done += wrote;
      }
    } catch (error) {
      this.#torn = true;
      this.#tryToMend();
      throw error;
    }
    this.written += bytes.length;
  }

  /** Syncs what has been appended so far. After a rejection nothing behind `synced` can be trusted to be on disk. */
  async sync(): Promise<void> {
    const upTo = this.written;
    await this.#file.sync();
    this.synced = upTo;
  }

  /** Takes back everything that was never synced. */
  cutToSynced(): void {
    this.written = this.synced;
    this.#torn = true;
    this.#mend();
  }

  close(): void {
    this.#file.close();
  }

  #mend(): void {
    if (!this.#torn) return;
    this.#file.truncate(this.written);
    this.#torn = false;
  }

  #tryToMend(): void {
    try {
      this.#mend();
    } catch {
      // Stays torn: the next append mends before it writes, and a reader cuts a torn tail by itself.
    }
  }
}

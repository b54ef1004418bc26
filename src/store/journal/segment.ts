import { join } from 'node:path';
import type { FileLayer, SegmentFile } from './files.ts';
import { encodeBatch, segmentSeed } from './frame.ts';

/** Where in a writer's journal something stands: segments count from 1, offsets in bytes. */
export interface JournalPosition {
  readonly segment: number;
  readonly offset: number;
}

export function segmentName(segment: number): string {
  return `${String(segment).padStart(8, '0')}.log`;
}

/**
 * A sync that need not tell the file system of a longer file costs half the CPU and a third of the time. So a segment that
 * has proved busy is made longer ahead of what is written to it, with zeros, which are cut off when it is closed.
 */
export interface Reserve {
  /** A segment is busy when it is so long. */
  readonly from: number;
  /** How much is reserved at a time. Both in bytes. */
  readonly bytes: number;
}

const reserveOfBusy: Reserve = { from: 64 * 1024, bytes: 512 * 1024 };

/** One file of a journal, open for appending. After every call it holds whole batches up to `written`, or says so. */
export class Segment {
  readonly number: number;
  written = 0;
  synced = 0;
  readonly #file: SegmentFile;
  readonly #seed: number;
  readonly #reserve: Reserve;
  /** Up to here the file holds batches or zeros. */
  #reserved = 0;
  /** A piece of a batch may stand behind `written`. */
  #torn = false;
  /** How many appends have failed, and how many of them before a cut that has been synced since. */
  #failed = 0;
  #cut = 0;
  /** What was appended since `synced`, in order. */
  #unsynced: { readonly position: number; readonly bytes: Buffer }[] = [];
  /** A sync has failed: the kernel may have dropped what it could not write, and would not try it again. */
  #distrusted = false;

  constructor(files: FileLayer, folder: string, writer: string, number: number, reserve: Reserve = reserveOfBusy) {
    this.number = number;
    this.#file = files.create(join(folder, segmentName(number)));
    this.#seed = segmentSeed(writer, number);
    this.#reserve = reserve;
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
    this.#reserveFor(this.written + bytes.length);
    try {
      this.#write(bytes, this.written);
    } catch (error) {
      this.#torn = true;
      this.#failed += 1;
      this.#tryToMend();
      throw error;
    }
    this.#unsynced.push({ position: this.written, bytes });
    this.written += bytes.length;
  }

  /** Nothing stands behind `written` on the disk, whatever happens now: only the last segment of a journal may be otherwise. */
  get whole(): boolean {
    return this.#cut === this.#failed;
  }

  /**
   * Syncs what has been appended so far. After a failed sync a second one could succeed without having written
   * anything, so everything since the last good one is first written again, byte for byte where it stands: whoever
   * reads the file in between sees no difference.
   */
  async sync(): Promise<void> {
    if (this.#distrusted) for (const { position, bytes } of this.#unsynced) this.#write(bytes, position);
    const upTo = this.written;
    const cut = this.#torn ? this.#cut : this.#failed;
    this.#distrusted = true;
    await this.#file.sync();
    this.#distrusted = false;
    this.synced = upTo;
    this.#cut = cut;
    this.#unsynced = this.#unsynced.filter(({ position }) => position >= upTo);
  }

  close(): void {
    try {
      if (this.#reserved > this.written) this.#file.truncate(this.written);
    } catch {
      // Zeros stay behind the last batch: whoever reads passes over them.
    }
    this.#file.close();
  }

  #reserveFor(end: number): void {
    const { from, bytes } = this.#reserve;
    if (this.written < from || end <= this.#reserved) return;
    const start = Math.max(this.#reserved, this.written);
    try {
      const length = end - start + bytes;
      if (this.#file.write(new Uint8Array(length), start) === length) this.#reserved = start + length;
    } catch {
      // What cannot be reserved is appended, and if that fails too, it says so.
    }
  }

  #write(bytes: Buffer, position: number): void {
    let done = 0;
    while (done < bytes.length) {
      const wrote = this.#file.write(done === 0 ? bytes : bytes.subarray(done), position + done);
      if (wrote === 0) throw new Error('the disk takes no more bytes');
      done += wrote;
    }
  }

  #mend(): void {
    if (!this.#torn) return;
    this.#file.truncate(this.written);
    this.#reserved = 0;
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

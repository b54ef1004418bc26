/** Below this, what V8 and the allocator do by themselves costs less. */
const worthIt = 32 * 1024;
const smallest = 64 * 1024;
/** Larger ones are given back to the allocator at once: there are few of them. */
const largest = 1024 * 1024;
/** So much is kept for those to come. */
const most = 8 * 1024 * 1024;

/**
 * The memory of large bodies, which is used again as soon as nobody needs them any more.
 *
 * V8 knows a body by a few bytes of its own, so that it lets garbage of that kind grow to 64 MB and then collects
 * everything there is: at 256 KB a body once in some sixty calls, which was half of what such a call cost. And memory that
 * was given back has to be put in place anew, page by page: a copy of 256 KB takes 120 µs into new memory, 9 into used.
 *
 * What is let go of is detached: whoever should still look at it sees an empty buffer, and never the bytes of another. Who
 * forgets to let go leaves it to the collector, as with any other buffer. Buffers that were not taken from here may be
 * held and let go of as well; that does nothing.
 */
export class BodyMemory {
  readonly #free = new Map<number, ArrayBuffer[]>();
  /** What is not in use. */
  keptBytes = 0;
  /** How many need it. */
  readonly #holders = new WeakMap<ArrayBufferLike, number>();

  /** @returns room for so many bytes or more, for one who needs it. What is in it is anything */
  take(size: number): Buffer {
    if (size < worthIt) return Buffer.allocUnsafe(size);
    let rounded = size > largest ? size : smallest;
    while (rounded < size) rounded *= 2;
    const used = this.#free.get(rounded)?.pop();
    const memory = used ?? (Buffer.allocUnsafeSlow(rounded).buffer as ArrayBuffer);
    if (used !== undefined) this.keptBytes -= rounded;
    this.#holders.set(memory, 1);
    return Buffer.from(memory);
  }

  /** One more needs what these bytes are part of, until it lets go of them. */
  hold(bytes: Buffer): void {
    const memory = bytes.buffer;
    const holders = this.#holders.get(memory);
    if (holders !== undefined) this.#holders.set(memory, holders + 1);
  }

  /** Whoever lets go last must be sure that nothing is still being written from it. */
  letGo(bytes: Buffer): void {
    const memory = bytes.buffer as ArrayBuffer;
    // Nearly every body is small.
    if (memory.byteLength < smallest) return;
    const holders = this.#holders.get(memory);
    if (holders === undefined) return;
    if (holders > 1) {
      this.#holders.set(memory, holders - 1);
      return;
    }
    this.#holders.delete(memory);
    const size = memory.byteLength;
    if (size > largest || this.keptBytes + size > most) {
      memory.transfer(0);
      return;
    }
    this.keptBytes += size;
    // The same bytes, known by another name.
    const used = memory.transfer();
    const free = this.#free.get(size);
    if (free === undefined) this.#free.set(size, [used]);
    else free.push(used);
  }
}

/** That of this thread. */
export const bodyMemory = new BodyMemory();

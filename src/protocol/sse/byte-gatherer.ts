const none = Buffer.alloc(0);

/** Bytes that come in pieces, in one buffer that doubles: what it takes is at most twice what was put in. */
export class ByteGatherer {
  #buffer = none;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  append(bytes: Buffer): void {
    const size = this.#size + bytes.length;
    if (size > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(256, size * 2));
      this.#buffer.copy(larger, 0, 0, this.#size);
      this.#buffer = larger;
    }
    bytes.copy(this.#buffer, this.#size);
    this.#size = size;
  }

  /** @returns everything put in since the last time; it belongs to the caller */
  take(): Buffer {
    const all = this.#buffer.subarray(0, this.#size);
    this.#buffer = none;
    this.#size = 0;
    return all;
  }
}

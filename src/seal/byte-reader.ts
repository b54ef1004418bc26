/** Takes bytes out of a source in the portions that are asked for. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer[] = [];
  #length = 0;
  #ended = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** @returns so many bytes; fewer at the end only */
  async take(bytes: number): Promise<Buffer> {
    while (this.#length < bytes && !this.#ended) await this.#more();
    return this.#cut(Math.min(bytes, this.#length));
  }

  /** @returns a line with its line feed; `undefined` when there is none within so many bytes */
  async takeLine(most: number): Promise<Buffer | undefined> {
    for (;;) {
      const all = Buffer.concat(this.#held);
      const end = all.indexOf(10);
      if (end !== -1 && end < most) return this.#cut(end + 1);
      if (all.length >= most || this.#ended) return undefined;
      await this.#more();
    }
  }

  async atEnd(): Promise<boolean> {
    while (this.#length === 0 && !this.#ended) await this.#more();
    return this.#length === 0;
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#source.next();
    if (done === true) this.#ended = true;
    else if (value.length > 0) {
      this.#held.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
      this.#length += value.length;
    }
  }

  #cut(bytes: number): Buffer {
    const [first] = this.#held;
    const all = this.#held.length === 1 && first !== undefined ? first : Buffer.concat(this.#held);
    const rest = all.subarray(bytes);
    this.#held = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    return all.subarray(0, bytes);
  }
}

/** What can be read on. */
interface Reader {
  readOn(): void;
}

/** What takes longer to take in, ms, is not read again in the same turn. */
export const longReadMs = 1;

/**
 * What comes from one server on its connections or pipes, as far as the last read of it took long: one after another is read
 * on, one in each turn of the event loop. Node reads up to 2 MB from each before anything else has its turn, and of a server
 * that says much which nobody wants that is a tenth of a second.
 */
export class ReadingLine {
  readonly #waiting: Reader[] = [];

  /** It is not to be read until it is told to be. */
  join(reader: Reader): void {
    this.#waiting.push(reader);
    if (this.#waiting.length === 1) setImmediate(() => this.#next());
  }

  #next(): void {
    this.#waiting.shift()?.readOn();
    if (this.#waiting.length > 0) setImmediate(() => this.#next());
  }
}

import { type BodyMemory, bodyMemory } from './body-memory.ts';

const none = Buffer.alloc(0);
/** Of one whose length nobody has said. What it has too much is seldom touched, and used by the next. */
const growth = 4;

/**
 * A body that comes in pieces, each of which is put in its place at once: what it takes is what has come, in however many
 * pieces. As a list of them a body of pieces of one byte took 135 times as much.
 */
export class ComingBody {
  readonly #memory: BodyMemory;
  readonly #expected: number;
  #buffer: Buffer = none;
  #size = 0;

  /**
   * @param expected how many bytes it is to have, where that is known
   * @param memory that of this thread, if not for a test
   */
  constructor(expected = 0, memory = bodyMemory) {
    this.#expected = expected;
    this.#memory = memory;
  }

  /**
   * Where the bytes that come next are best read into, where that is worth it: then they need not be copied. There is room for
   * one more than are to come, so that whoever reads finds out at once when there are.
   */
  get room(): Buffer | undefined {
    if (this.#size > this.#expected || this.#buffer.length <= this.#expected) return undefined;
    return this.#buffer.subarray(this.#size, this.#expected + 1);
  }

  /** @param piece in the room already, or copied to where it belongs; one of large memory that is its alone is given away */
  add(piece: Buffer): void {
    const size = this.#size + piece.length;
    if (size > this.#buffer.length) this.#grow(size);
    const buffer = this.#buffer;
    if (piece.buffer !== buffer.buffer || piece.byteOffset !== buffer.byteOffset + this.#size) {
      buffer.set(piece, this.#size);
      giveAway(piece);
    }
    this.#size = size;
  }

  /** @returns all that has come */
  whole(): Buffer {
    return this.#size === this.#buffer.length ? this.#buffer : this.#buffer.subarray(0, this.#size);
  }

  #grow(size: number): void {
    const larger = this.#memory.take(Math.max(size, this.#expected + 1, this.#buffer.length * growth));
    larger.set(this.#buffer.subarray(0, this.#size));
    this.#memory.letGo(this.#buffer);
    this.#buffer = larger;
  }
}

/** A piece that Node has made for one read has an array buffer to itself; what shares one with others is let be. */
function giveAway(piece: Buffer): void {
  const { buffer } = piece;
  if (buffer instanceof ArrayBuffer && piece.length >= 4096 && buffer.byteLength === piece.length) buffer.transfer(0);
}

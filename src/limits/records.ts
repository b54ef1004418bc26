import { none } from './room.ts';

/** Records of a piece: a power of two, so that its number and the place in it are bits of the record's number. */
const shift = 12;
const many = 1 << shift;
const mask = many - 1;
/** Records of the first piece, which grows to the size of the others: many limiters never hold more. */
const few = 16;

/** Some records: one memory, seen in two ways. */
class Piece {
  readonly words: Int32Array;
  readonly doubles: Float64Array;

  constructor(words: number) {
    this.words = new Int32Array(words);
    this.doubles = new Float64Array(this.words.buffer);
  }
}

/**
 * Records of a few numbers each, by a number of their own; nothing for the garbage collector to walk. Those of one record
 * stand side by side: of a million nearly every one that is looked at has to be fetched from memory, and so is fetched
 * once. They stand in pieces: to grow is to add one, and nothing is moved while a call waits.
 */
export class Records {
  readonly #width: number;
  readonly #pieces: Piece[] = [];
  #free = none;
  #end = 0;
  #room = 0;

  /** @param width words of 32 bits of a record, an even number; the last one is the records' own */
  constructor(width: number) {
    this.#width = width;
  }

  word(record: number, which: number): number {
    return this.#pieceOf(record).words[(record & mask) * this.#width + which] as number;
  }

  setWord(record: number, which: number, to: number): void {
    this.#pieceOf(record).words[(record & mask) * this.#width + which] = to;
  }

  /** The number that stands in two words, of which `which * 2` is the first. */
  double(record: number, which: number): number {
    return this.#pieceOf(record).doubles[(((record & mask) * this.#width) >> 1) + which] as number;
  }

  setDouble(record: number, which: number, to: number): void {
    this.#pieceOf(record).doubles[(((record & mask) * this.#width) >> 1) + which] = to;
  }

  /** Whether a record begins with these four words. */
  startsWith(record: number, w0: number, w1: number, w2: number, w3: number): boolean {
    const { words } = this.#pieceOf(record);
    const at = (record & mask) * this.#width;
    return words[at] === w0 && words[at + 1] === w1 && words[at + 2] === w2 && words[at + 3] === w3;
  }

  /** @returns a record that nobody else holds, with whatever was in it last */
  claim(): number {
    const record = this.#free;
    if (record === none) {
      if (this.#end === this.#room) this.#grow();
      return this.#end++;
    }
    this.#free = this.word(record, this.#width - 1);
    return record;
  }

  /** Takes a record back; nothing may lead to it any more. */
  free(record: number): void {
    this.setWord(record, this.#width - 1, this.#free);
    this.#free = record;
  }

  #grow(): void {
    const [first] = this.#pieces;
    if (this.#room >= many) {
      this.#pieces.push(new Piece(many * this.#width));
      this.#room += many;
      return;
    }
    this.#room = Math.max(few, this.#room * 2);
    const larger = new Piece(this.#room * this.#width);
    if (first !== undefined) larger.words.set(first.words);
    this.#pieces[0] = larger;
  }

  #pieceOf(record: number): Piece {
    return this.#pieces[record >>> shift] as Piece;
  }
}

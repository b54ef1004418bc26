import type { TakenAmount } from '../../audit/index.ts';
import { inOnePiece } from '../journal/in-one-piece.ts';

/** So many texts are remembered; then all are forgotten. */
const most = 2_048;

interface Known {
  readonly text: string;
  readonly amounts: readonly TakenAmount[];
}

/** Reads what calls took. Calls of one grant to one tool take the same again and again, so each text is parsed once. */
export class AmountReader {
  readonly #known = new Map<string, Known>();
  readonly #alike = new Map<number, Known>();

  /**
   * @param text JSON as it stands in the intent's line
   * @param alike the number that the line has, where there is one: calls that have it took the same, mostly
   */
  of(text: string, alike?: number): readonly TakenAmount[] {
    if (alike === undefined) return this.#find(text).amounts;
    let known = this.#alike.get(alike);
    if (known?.text !== text) {
      known = this.#find(text);
      if (this.#alike.size >= most) this.#alike.clear();
      this.#alike.set(alike, known);
    }
    return known.amounts;
  }

  #find(cut: string): Known {
    let known = this.#known.get(cut);
    if (known === undefined) {
      const text = inOnePiece(cut);
      known = { text, amounts: JSON.parse(text) as readonly TakenAmount[] };
      if (this.#known.size >= most) this.#known.clear();
      this.#known.set(text, known);
    }
    return known;
  }
}

import type { TakenAmount } from '../../audit/index.ts';

/** So many texts are remembered; then all are forgotten. */
const most = 256;

/** Reads what calls took. Calls of one grant to one tool take the same again and again, so each text is parsed once. */
export class Amounts {
  readonly #known = new Map<string, readonly TakenAmount[]>([['[]', []]]);

  /** @param text JSON as it stands in the intent's line */
  of(text: string): readonly TakenAmount[] {
    let amounts = this.#known.get(text);
    if (amounts === undefined) {
      amounts = JSON.parse(text) as readonly TakenAmount[];
      if (this.#known.size >= most) this.#known.clear();
      this.#known.set(text, amounts);
    }
    return amounts;
  }
}

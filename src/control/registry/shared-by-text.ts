/** So many different texts are remembered: where each is another one there is nothing to share. */
const most = 2_000;

/**
 * One value for all that say the same. Ten thousand grants open a few hundred different sets of servers, and most have no
 * tags: what is made of each once is not made, and later collected, for each grant.
 */
export class SharedByText<T> {
  readonly #known = new Map<string, T>();

  /** @returns what was made of the text, not to be changed by anybody */
  of(text: string, make: (text: string) => T): T {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= most) this.#known.clear();
    const made = make(text);
    this.#known.set(text, made);
    return made;
  }
}

/**
 * A glob as a machine that reads a name letter by letter. A state is the set of places in the pattern that it may be
 * at; of those before the last star that was reached none is kept, since the star stands for whatever they could.
 */
export class GlobStates {
  readonly #pattern: string;
  /** States by number; state 0 is the beginning. */
  readonly #states: (readonly number[])[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #moves = new Map<string, number>();

  constructor(pattern: string) {
    this.#pattern = pattern.replace(/\*+/g, '*');
    this.#number(this.#closed([0]));
  }

  move(state: number, letter: string): number {
    const key = `${state}${letter}`;
    const known = this.#moves.get(key);
    if (known !== undefined) return known;
    const next = (this.#states[state] ?? []).flatMap((place) => {
      const here = this.#pattern[place];
      return here === '*' ? [place] : here === letter ? [place + 1] : [];
    });
    const made = this.#number(this.#closed(next));
    this.#moves.set(key, made);
    return made;
  }

  accepts(state: number): boolean {
    return (this.#states[state] ?? []).includes(this.#pattern.length);
  }

  #closed(places: readonly number[]): readonly number[] {
    const all = new Set(places);
    for (const place of places) if (this.#pattern[place] === '*') all.add(place + 1);
    const lastStar = Math.max(-1, ...[...all].filter((place) => this.#pattern[place] === '*'));
    // A star at the end takes everything from here on.
    if (lastStar === this.#pattern.length - 1 && lastStar >= 0) return [lastStar, lastStar + 1];
    return [...all].filter((place) => place >= lastStar).toSorted((a, b) => a - b);
  }

  #number(places: readonly number[]): number {
    const key = places.join(' ');
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#states.push(places);
    this.#numbers.set(key, this.#states.length - 1);
    return this.#states.length - 1;
  }
}

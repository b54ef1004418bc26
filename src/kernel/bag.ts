/** Something that can lie in one bag at a time. */
export interface Bagged {
  /** Where it lies; the bag's own affair. */
  place: number;
}

/**
 * Things that come and go all the time, each put in and taken out in a few steps.
 *
 * Not a `Set`: V8 gives a set that is busy a new table again and again, and each old table goes on pointing to what was in
 * it and to the next one. Once one of them has grown old, all that ever lay in the set is kept until the next full
 * collection: under load that was a third of everything that calls leave behind (ADR 0280).
 */
export class Bag<T extends Bagged> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** @param item must not lie in a bag already */
  add(item: T): void {
    item.place = this.#items.length;
    this.#items.push(item);
  }

  /** Takes something out; what does not lie here is let be. The last one moves to its place. */
  delete(item: T): void {
    if (this.#items[item.place] !== item) return;
    const last = this.#items.pop();
    if (last !== undefined && last !== item) {
      this.#items[item.place] = last;
      last.place = item.place;
    }
    item.place = -1;
  }

  /** What lies in it now, in no order; the bag may change meanwhile. */
  all(): readonly T[] {
    return [...this.#items];
  }
}

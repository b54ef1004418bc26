import { Records } from './records.ts';
import { type Amounts, none } from './room.ts';

/** Numbers of an entry, 24 bytes: when and how much as doubles, then the next entry. */
const width = 6;
const [when, much] = [0, 1];
const following = 4;

/**
 * The entries of all budgets that are no counter's own. An entry stands for the amounts of one granule, with the time of
 * the latest of them.
 */
export class AmountPool implements Amounts {
  readonly #entries = new Records(width);

  at(entry: number): number {
    return this.#entries.double(entry, when);
  }

  amount(entry: number): number {
    return this.#entries.double(entry, much);
  }

  next(entry: number): number {
    return this.#entries.word(entry, following);
  }

  link(entry: number, next: number): void {
    this.#entries.setWord(entry, following, next);
  }

  put(entry: number, at: number, amount: number): void {
    this.#entries.setDouble(entry, when, at);
    this.#entries.setDouble(entry, much, amount);
  }

  /** @returns an entry that nobody else holds, linked to nothing */
  claim(at: number, amount: number): number {
    const entry = this.#entries.claim();
    this.put(entry, at, amount);
    this.link(entry, none);
    return entry;
  }

  /** Takes an entry back; whoever held it must have unlinked it. */
  free(entry: number): void {
    this.#entries.free(entry);
  }
}

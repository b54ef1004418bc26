import { AmountPool } from './amount-pool.ts';
import type { CounterTable } from './counter-table.ts';
import { type Amounts, none } from './room.ts';

/**
 * The entries of all budgets, by one number each: a counter's own, which stands beside it in the table, is below 0 (and
 * below `none`); all others are in the pool. Most counters have one entry, and that is there once the counter is.
 */
export class Entries implements Amounts {
  readonly #table: CounterTable;
  readonly #pool = new AmountPool();

  constructor(table: CounterTable) {
    this.#table = table;
  }

  at(entry: number): number {
    return entry < 0 ? this.#table.at(counterOf(entry)) : this.#pool.at(entry);
  }

  amount(entry: number): number {
    return entry < 0 ? this.#table.amount(counterOf(entry)) : this.#pool.amount(entry);
  }

  next(entry: number): number {
    return entry < 0 ? this.#table.next(counterOf(entry)) : this.#pool.next(entry);
  }

  link(entry: number, next: number): void {
    if (entry < 0) this.#table.link(counterOf(entry), next);
    else this.#pool.link(entry, next);
  }

  put(entry: number, at: number, amount: number): void {
    if (entry < 0) this.#table.put(counterOf(entry), at, amount);
    else this.#pool.put(entry, at, amount);
  }

  /** @returns an entry that nobody else holds, linked to nothing: the counter's own where that is free */
  claim(counter: number, at: number, amount: number): number {
    if (this.#table.amount(counter) !== 0) return this.#pool.claim(at, amount);
    this.#table.put(counter, at, amount);
    this.#table.link(counter, none);
    return ownOf(counter);
  }

  /** Takes an entry back; whoever held it must have unlinked it. */
  free(entry: number): void {
    if (entry < 0) this.#table.put(counterOf(entry), 0, 0);
    else this.#pool.free(entry);
  }
}

/** The number of a counter's own entry, and the other way round. */
function ownOf(counter: number): number {
  return none - 1 - counter;
}

function counterOf(entry: number): number {
  return none - 1 - entry;
}

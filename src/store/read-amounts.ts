import { type Amounts, none } from '../limits/index.ts';

/** An entry that a database has given. */
interface Entry {
  readonly at: number;
  readonly amount: number;
}

/**
 * What was read of budgets for one demand, as `limits` goes through it: entry `i` is followed by `i + 1`, up to a marker
 * at the end of each budget's.
 */
export class ReadAmounts implements Amounts {
  #read: (Entry | undefined)[] = [];

  at(entry: number): number {
    return this.#read[entry]?.at ?? Number.NaN;
  }

  amount(entry: number): number {
    return this.#read[entry]?.amount ?? Number.NaN;
  }

  next(entry: number): number {
    return this.#read[entry + 1] === undefined ? none : entry + 1;
  }

  /** @param found entries of one budget, oldest first @returns where they begin */
  keep(found: readonly Entry[]): number {
    if (found.length === 0) return none;
    const first = this.#read.length;
    for (const entry of found) this.#read.push(entry);
    this.#read.push(undefined);
    return first;
  }

  clear(): void {
    this.#read = [];
  }
}

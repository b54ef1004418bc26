import { type Amounts, none } from './room.ts';

/**
 * The entries of all budgets, as columns: 20 bytes each and nothing for the garbage collector to walk. An entry stands
 * for the amounts of one granule, with the time of the latest of them.
 */
export class AmountPool implements Amounts {
  #at = new Float64Array(64);
  #amount = new Float64Array(64);
  #next = new Int32Array(64);
  #free = none;
  #end = 0;

  at(entry: number): number {
    return this.#at[entry] ?? Number.NaN;
  }

  amount(entry: number): number {
    return this.#amount[entry] ?? Number.NaN;
  }

  next(entry: number): number {
    return this.#next[entry] ?? none;
  }

  link(entry: number, next: number): void {
    this.#next[entry] = next;
  }

  put(entry: number, at: number, amount: number): void {
    this.#at[entry] = at;
    this.#amount[entry] = amount;
  }

  /** @returns an entry that nobody else holds, linked to nothing */
  claim(at: number, amount: number): number {
    let entry = this.#free;
    if (entry === none) {
      if (this.#end === this.#next.length) this.#grow();
      entry = this.#end++;
    } else {
      this.#free = this.next(entry);
    }
    this.put(entry, at, amount);
    this.#next[entry] = none;
    return entry;
  }

  /** Takes an entry back; whoever held it must have unlinked it. */
  free(entry: number): void {
    this.#next[entry] = this.#free;
    this.#free = entry;
  }

  #grow(): void {
    const length = grownLength(this.#next.length);
    this.#at = new Float64Array(this.#at.buffer.transfer(length * 8));
    this.#amount = new Float64Array(this.#amount.buffer.transfer(length * 8));
    this.#next = new Int32Array(this.#next.buffer.transfer(length * 4));
  }
}

/** Half as much again: doubling would leave up to half of the memory unused. */
export function grownLength(length: number): number {
  return Math.ceil(length * 1.5);
}

import { type Amounts, none } from './room.ts';

/** Numbers of an entry: when, how much, and the next entry. */
const width = 3;

/**
 * The entries of all budgets: 24 bytes each and nothing for the garbage collector to walk. An entry stands for the
 * amounts of one granule, with the time of the latest of them. Its numbers stand side by side: of a million entries
 * nearly every one that is looked at has to be fetched from memory, and so is fetched once.
 */
export class AmountPool implements Amounts {
  #numbers = new Float64Array(64 * width);
  #free = none;
  #end = 0;

  at(entry: number): number {
    return this.#numbers[entry * width] as number;
  }

  amount(entry: number): number {
    return this.#numbers[entry * width + 1] as number;
  }

  next(entry: number): number {
    return this.#numbers[entry * width + 2] as number;
  }

  link(entry: number, next: number): void {
    this.#numbers[entry * width + 2] = next;
  }

  put(entry: number, at: number, amount: number): void {
    this.#numbers[entry * width] = at;
    this.#numbers[entry * width + 1] = amount;
  }

  /** @returns an entry that nobody else holds, linked to nothing */
  claim(at: number, amount: number): number {
    let entry = this.#free;
    if (entry === none) {
      if (this.#end * width === this.#numbers.length) this.#grow();
      entry = this.#end++;
    } else {
      this.#free = this.next(entry);
    }
    this.put(entry, at, amount);
    this.link(entry, none);
    return entry;
  }

  /** Takes an entry back; whoever held it must have unlinked it. */
  free(entry: number): void {
    this.link(entry, this.#free);
    this.#free = entry;
  }

  #grow(): void {
    this.#numbers = new Float64Array(this.#numbers.buffer.transfer(grownLength(this.#end) * width * 8));
  }
}

/** Half as much again: doubling would leave up to half of the memory unused. */
export function grownLength(length: number): number {
  return Math.ceil(length * 1.5);
}

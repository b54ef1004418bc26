import { seeded } from '../support/seeded.ts';

/** Choices that look random and are the same for a seed, on every machine. */
export class Random {
  /** From 0 to below 1. */
  readonly next: () => number;

  constructor(seed: number) {
    this.next = seeded(seed);
  }

  /** @returns a whole number from `least` to `most`, both included */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  of<T>(all: readonly T[]): T {
    if (all.length === 0) throw new RangeError('nothing to choose from');
    return all[Math.floor(this.next() * all.length)] as T;
  }
}

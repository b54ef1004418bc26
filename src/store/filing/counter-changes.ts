import type { TakenAmount } from '../../audit/index.ts';
import { granuleOf, gridOf } from '../../limits/index.ts';

/** By how much one granule of a budget's window changes. `by` is below zero where more was given back than taken. */
export interface CounterChange {
  readonly key: string;
  readonly family: string | undefined;
  readonly windowMs: number;
  readonly granule: number;
  /** The latest take in it, ms since the epoch. */
  at: number;
  /** In millionths. */
  by: number;
}

/** Sums stay where a JavaScript number counts exactly; no window's `max` reaches that far. In millionths. */
export const mostCounted = Number.MAX_SAFE_INTEGER;

/**
 * Adds up what the calls of one drained stretch took and gave back, so that a busy budget costs one statement a
 * stretch and not one a call.
 */
export class CounterChanges {
  readonly #changes = new Map<string, CounterChange>();
  /** The last change of each amount: calls that are alike share theirs, so that no name must be put together to find it. */
  readonly #latest = new Map<TakenAmount, CounterChange>();

  take(at: number, taken: readonly TakenAmount[]): void {
    for (const amount of taken) this.#change(at, amount, amount.cost);
  }

  giveBack(at: number, taken: readonly TakenAmount[]): void {
    for (const amount of taken) this.#change(at, amount, -amount.cost);
  }

  /** In an order that is the same for everybody: who changes several rows meets others who do in one place. */
  inOrder(): readonly CounterChange[] {
    return [...this.#changes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change);
  }

  #change(at: number, amount: TakenAmount, by: number): void {
    const granule = granuleOf(gridOf(amount.windowMs), at);
    let change = this.#latest.get(amount);
    if (change?.granule !== granule) {
      change = this.#find(amount, granule, at);
      this.#latest.set(amount, change);
    }
    if (at > change.at) change.at = at;
    change.by += by;
  }

  #find({ key, family, windowMs }: TakenAmount, granule: number, at: number): CounterChange {
    const name = `${windowMs}/${granule}/${key}`;
    let change = this.#changes.get(name);
    if (change === undefined) {
      change = { key, family, windowMs, granule, at, by: 0 };
      this.#changes.set(name, change);
    }
    return change;
  }
}

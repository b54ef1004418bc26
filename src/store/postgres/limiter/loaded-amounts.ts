import {
  type Books,
  type BudgetTake,
  countsFrom,
  type Grid,
  granuleOf,
  gridOf,
  mostAmount,
  mostValues,
  type Taken,
} from '../../../limits/index.ts';
import { ReadAmounts } from '../../read-amounts.ts';

/** An amount of one granule. */
export interface Granule {
  readonly key: string;
  readonly windowMs: number;
  readonly granule: number;
  family: string | undefined;
  at: number;
  /** In millionths; 0: it goes. */
  amount: number;
  changed: boolean;
}

/** How many values of a family count, by `familyName`. */
export type FamilySizes = ReadonlyMap<string, number>;

export function familyName({ family, windowMs }: { readonly family: string; readonly windowMs: number }): string {
  return `${windowMs}/${family}`;
}

/**
 * The amounts that the demands of one transaction are about, read under the lock: what is decided on them here is written
 * before anybody else reads them.
 */
export class LoadedAmounts implements Books {
  readonly #granules = new Map<string, Map<number, Granule>>();
  readonly #families: FamilySizes;
  /** Values that came to a family in this transaction. */
  readonly #came = new Map<string, number>();

  readonly amounts = new ReadAmounts();

  constructor(granules: readonly Granule[], families: FamilySizes) {
    this.#families = families;
    for (const one of granules) this.#of(one).set(one.granule, one);
  }

  grid(windowMs: number): Grid {
    return gridOf(windowMs);
  }

  oldest(take: BudgetTake, now: number): number {
    return this.amounts.keep(this.#counting(take, countsFrom('sliding', gridOf(take.windowMs), now)));
  }

  full(take: BudgetTake, _now: number): boolean {
    if (take.key === take.family) return false;
    const name = familyName(take);
    return (this.#families.get(name) ?? 0) + (this.#came.get(name) ?? 0) >= mostValues;
  }

  /** Forgets what has been read: entries hold for one demand. */
  forget(): void {
    this.amounts.clear();
  }

  /** @param align of the budget: what counts of it in its family */
  add({ key, family, windowMs, align, cost }: Taken, now: number): void {
    const granule = granuleOf(gridOf(windowMs), now);
    if (
      family !== undefined &&
      this.#counting({ key, windowMs }, countsFrom(align, gridOf(windowMs), now)).length === 0
    ) {
      const name = familyName({ family, windowMs });
      this.#came.set(name, (this.#came.get(name) ?? 0) + 1);
    }
    const of = this.#of({ key, windowMs });
    const known = of.get(granule);
    if (known === undefined) of.set(granule, { key, windowMs, granule, family, at: now, amount: cost, changed: true });
    else {
      known.at = Math.max(known.at, now);
      known.amount = Math.min(known.amount + cost, mostAmount);
      known.changed = true;
    }
  }

  /** Into the granule that the amount came from, never below zero, never after it expired. */
  subtract({ key, windowMs, cost }: Taken, at: number, now: number): void {
    if (at + windowMs <= now) return;
    const known = this.#of({ key, windowMs }).get(granuleOf(gridOf(windowMs), at));
    if (known === undefined) return;
    known.amount = Math.max(0, known.amount - cost);
    known.changed = true;
  }

  /** What has to be written. */
  changes(): readonly Granule[] {
    return [...this.#granules.values()].flatMap((of) => [...of.values()].filter(({ changed }) => changed));
  }

  #counting(of: { readonly key: string; readonly windowMs: number }, from: number): Granule[] {
    const found = [...this.#of(of).values()].filter(({ at, amount }) => amount > 0 && at >= from);
    return found.sort((a, b) => a.granule - b.granule);
  }

  #of({ key, windowMs }: { readonly key: string; readonly windowMs: number }): Map<number, Granule> {
    const name = `${windowMs}/${key}`;
    const known = this.#granules.get(name) ?? new Map<number, Granule>();
    this.#granules.set(name, known);
    return known;
  }
}

import type { Flights, SlotTake } from '../../../limits/index.ts';

/** Calls in flight, as far as one transaction's demands ask: those of others as read, this process's own as it knows them. */
export class HeldSlots implements Flights {
  readonly #others: ReadonlyMap<string, number>;
  readonly #own: Map<string, number>;
  readonly changed = new Set<string>();

  /** @param own changed in place; given up on failure by who keeps it */
  constructor(others: ReadonlyMap<string, number>, own: Map<string, number>) {
    this.#others = others;
    this.#own = own;
  }

  free(slot: SlotTake): boolean {
    return (this.#others.get(slot.key) ?? 0) + this.held(slot.key) < slot.max;
  }

  held(key: string): number {
    return this.#own.get(key) ?? 0;
  }

  hold(key: string): void {
    this.#own.set(key, this.held(key) + 1);
    this.changed.add(key);
  }

  release(key: string): void {
    const left = this.held(key) - 1;
    if (left > 0) this.#own.set(key, left);
    else this.#own.delete(key);
    this.changed.add(key);
  }
}

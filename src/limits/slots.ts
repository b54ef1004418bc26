import type { SlotTake } from './budget.ts';
import type { Flights } from './refusal.ts';

/** Calls in flight: how many hold a slot of each key. */
export class Slots implements Flights {
  readonly #held = new Map<string, number>();

  free(slot: SlotTake): boolean {
    return (this.#held.get(slot.key) ?? 0) < slot.max;
  }

  hold(key: string): void {
    this.#held.set(key, (this.#held.get(key) ?? 0) + 1);
  }

  release(key: string): void {
    const held = (this.#held.get(key) ?? 0) - 1;
    if (held > 0) this.#held.set(key, held);
    else this.#held.delete(key);
  }
}

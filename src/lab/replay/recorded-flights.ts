import type { SlotTake } from '../../limits/index.ts';

interface Flight {
  readonly until: number;
  /** Whether the call was surely let through. */
  readonly sure: boolean;
}

/** Calls in flight, each taken to last as long as it did on record. */
export class RecordedFlights {
  readonly #open = new Map<string, readonly Flight[]>();

  ask(slots: readonly SlotTake[], now: number): 'room' | 'unsure' | SlotTake {
    let room = true;
    for (const slot of slots) {
      const open = (this.#open.get(slot.key) ?? []).filter(({ until }) => until > now);
      this.#open.set(slot.key, open);
      // The first slot without room is the one that refuses: behind one that may be full, nobody knows which it is.
      if (room && open.filter(({ sure }) => sure).length >= slot.max) return slot;
      if (open.length >= slot.max) room = false;
    }
    return room ? 'room' : 'unsure';
  }

  hold(slots: readonly SlotTake[], until: number, sure: boolean): void {
    for (const key of new Set(slots.map((slot) => slot.key))) {
      this.#open.set(key, [...(this.#open.get(key) ?? []), { until, sure }]);
    }
  }
}

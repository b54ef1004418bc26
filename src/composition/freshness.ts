import type { Clock } from '../kernel/index.ts';

/** How long a gateway may not know whether what it goes by is still in force, in ms. */
const stalenessMs = 5_000;

/** Up to when a gateway knows every change of the configuration that was committed, by whichever gateway. */
export class Freshness {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #confirmedAt: number;
  /** What was confirmed before is worth nothing. */
  #lapsedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
    this.#confirmedAt = clock.monotonic();
  }

  /** @param at monotonic ms: what was committed before is in force here */
  confirm(at: number): void {
    if (at >= this.#lapsedAt) this.#confirmedAt = Math.max(this.#confirmedAt, at);
  }

  /** Nothing is known until somebody looks again: nobody can say how long ago the last look was. */
  lapse(): void {
    this.#lapsedAt = this.#clock.monotonic();
    this.#confirmedAt = Number.NEGATIVE_INFINITY;
  }

  stale(): boolean {
    return this.#clock.monotonic() - this.#confirmedAt > stalenessMs;
  }
}

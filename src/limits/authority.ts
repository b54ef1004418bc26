import type { Clock } from '../kernel/index.ts';

/**
 * The time that windows are measured by. It never goes back, and never stands behind a time that has been recorded:
 * should the clock do so (it was set back between two starts), the authority goes on from the recorded time at the
 * clock's pace, so that old amounts neither vanish early nor stay for ever.
 */
export class Authority {
  readonly #clock: Clock;
  #ahead = 0;
  #latest = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whole milliseconds since the epoch, never less than it has answered or been told before. */
  now(): number {
    this.#latest = Math.max(this.#latest, Math.floor(this.#clock.now()) + this.#ahead);
    return this.#latest;
  }

  /** A time found on record: from now on, time goes on from there if it was behind. */
  recorded(at: number): void {
    const behind = Math.max(0, at - this.now());
    this.#ahead += behind;
    this.#latest += behind;
  }
}

import type { Clock } from '../kernel/index.ts';

const shortest = 500;
const longest = 30_000;
/** A process that lived this long was sound: what ends it is a first crash again. */
const sound = 10_000;

/**
 * When a conversation may be begun again after it was lost: at once after the first time, then 0.5 s, 1 s, 2 s … up to
 * 30 s later. What keeps ending costs a new beginning only that often, however often it is asked for.
 */
export class RestartDelay {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #crashes = 0;
  #due = Number.NEGATIVE_INFINITY;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** @returns how long until the next start is due, in ms; 0 when it may be now */
  wait(): number {
    return Math.max(0, this.#due - this.#clock.monotonic());
  }

  /** @param livedMs how long the process had lived when it ended by itself */
  crashed(livedMs: number): void {
    this.#crashes = livedMs >= sound ? 1 : this.#crashes + 1;
    if (this.#crashes > 1) {
      this.#due = this.#clock.monotonic() + Math.min(longest, shortest * 2 ** (this.#crashes - 2));
    }
  }
}

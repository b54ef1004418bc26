import type { Clock } from './clock.ts';

/** So long may work hold the thread that forwards calls, ms; then everything else has its turn. */
const budgetMs = 5;

/**
 * Shares the thread out: work that takes long is done in slices, between which everything else has its turn. Whoever does
 * it asks after each small piece whether the slice is over; a call waits for no longer than a slice and one piece.
 *
 *     for (const one of many) {
 *       if (slices.over) await slices.rest();
 *       …
 *     }
 */
export class Slices {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #turn: () => Promise<void>;
  #began: number;

  /**
   * @param clock tells how long a slice has lasted
   * @param turn resolves when everything else has had its turn; by default, when whatever waits in the event loop has
   */
  constructor(clock: Pick<Clock, 'monotonic'> = { monotonic: () => performance.now() }, turn = anyTurn) {
    this.#clock = clock;
    this.#turn = turn;
    this.#began = clock.monotonic();
  }

  /** Whether this slice has lasted for as long as one may. */
  get over(): boolean {
    return this.#clock.monotonic() - this.#began >= budgetMs;
  }

  /** Ends this slice, gives everything else its turn, and begins the next one. */
  async rest(): Promise<void> {
    await this.#turn();
    this.#began = this.#clock.monotonic();
  }
}

function anyTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

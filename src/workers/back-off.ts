const firstMs = 250;
const mostMs = 30_000;

/** How long to wait before the next attempt: each time twice as long, half a minute at most. */
export class BackOff {
  #next = firstMs;

  /** @returns ms */
  next(): number {
    const ms = this.#next;
    this.#next = Math.min(mostMs, ms * 2);
    return ms;
  }

  /** It went well: the next wait is the shortest again. */
  reset(): void {
    this.#next = firstMs;
  }
}

/**
 * Two connections of one thread take turns at writing. Left to SQLite's lock, the one would wait for the other with the
 * whole thread, and the other could never come to give it back.
 */
export class WriteTurn {
  #open: PromiseWithResolvers<void> | undefined;

  /** Whether a transaction is open on the connection whose statements come one by one. */
  taken(open: boolean): void {
    if (open) this.#open ??= Promise.withResolvers();
    else {
      this.#open?.resolve();
      this.#open = undefined;
    }
  }

  /** Resolves when none is. Whoever waited writes at once, before the thread takes anything else. */
  async free(): Promise<void> {
    while (this.#open !== undefined) await this.#open.promise;
  }
}

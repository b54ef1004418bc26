/** One at a time: what is asked for while one is under way comes after it, also where that one fails. */
export class InTurn {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn;
    return turn;
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    await this.#last.catch(() => undefined);
  }
}

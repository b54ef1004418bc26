import { Fault } from '../kernel/index.ts';

/**
 * Work that is done one after the other, and everybody's in turn: whoever asks for much waits for themselves, and whoever asks
 * for one thing waits for one of each of the others at most.
 */
export class EachInTurn {
  readonly #waiting = new Map<string, readonly (() => void)[]>();
  readonly #mayWait: number;
  #isBusy = false;

  /** @param mayWait so many of one asker's at most */
  constructor(mayWait: number) {
    this.#mayWait = mayWait;
  }

  /**
   * @param by whose work it is
   * @throws Fault `overloaded` when too much of theirs waits already
   */
  async take<T>(by: string, work: () => Promise<T>): Promise<T> {
    if (this.#isBusy) await this.#turnOf(by);
    this.#isBusy = true;
    try {
      return await work();
    } finally {
      this.#pass();
    }
  }

  #turnOf(by: string): Promise<void> {
    const before = this.#waiting.get(by) ?? [];
    if (before.length >= this.#mayWait) {
      throw new Fault(
        'overloaded',
        'too many such requests of yours are waiting already; try again when they are answered',
      );
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.set(by, [...before, resolve]);
    return promise;
  }

  #pass(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#isBusy = false;
      return;
    }
    const [by, [go, ...rest]] = next;
    // Behind all others who wait.
    this.#waiting.delete(by);
    if (rest.length > 0) this.#waiting.set(by, rest);
    go?.();
  }
}

import type { MessagePort, Worker } from 'node:worker_threads';

/** Answers of a thread, by number, until they come. It keeps the process alive only while somebody waits for one. */
export class ThreadAnswers<T> {
  readonly #port: Pick<Worker | MessagePort, 'ref' | 'unref'>;
  readonly #waiting = new Map<number, PromiseWithResolvers<T>>();
  #lastId = -1;
  #gone: Error | undefined;

  constructor(port: Pick<Worker | MessagePort, 'ref' | 'unref'>) {
    this.#port = port;
  }

  /** Whether no answer comes any more. */
  get isOver(): boolean {
    return this.#gone !== undefined;
  }

  /** Begins to wait for the next answer; the first one, 0, comes unasked. */
  next(): { readonly id: number; readonly answer: Promise<T> } {
    this.#lastId += 1;
    const id = this.#lastId;
    if (this.#gone !== undefined) return { id, answer: Promise.reject(this.#gone) };
    const waiting = Promise.withResolvers<T>();
    this.#waiting.set(id, waiting);
    this.#port.ref();
    return { id, answer: waiting.promise };
  }

  settle(
    id: number,
    answer: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Error },
  ): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#port.unref();
    if (answer.ok) waiting?.resolve(answer.value);
    else waiting?.reject(answer.error);
  }

  /** Nothing answers any more: whoever waits, and whoever comes, is told why. */
  lose(error: Error): void {
    this.#gone ??= error;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#gone);
    this.#waiting.clear();
  }
}

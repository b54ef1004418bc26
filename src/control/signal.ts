/** Something that happens again and again, to those who listen. */
export interface Signal<T> {
  /** @returns a function that ends it */
  subscribe(listener: (value: T) => void): () => void;
}

/** The sending end. A listener that throws keeps no other from hearing. */
export class Sender<T> implements Signal<T> {
  readonly #listeners = new Set<(value: T) => void>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  get heard(): boolean {
    return this.#listeners.size > 0;
  }

  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  send(value: T): void {
    for (const listener of this.#listeners) {
      try {
        listener(value);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}

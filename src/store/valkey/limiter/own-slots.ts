/** The slots that this process's calls hold in truth: what it says when it joins, and the server may have lost. */
export class OwnSlots {
  readonly #held = new Map<string, number>();
  /** Another one after each change. */
  version = 0;

  hold(slot: string): void {
    this.version += 1;
    this.#held.set(slot, (this.#held.get(slot) ?? 0) + 1);
  }

  release(slot: string): void {
    this.version += 1;
    const held = (this.#held.get(slot) ?? 0) - 1;
    if (held > 0) this.#held.set(slot, held);
    else this.#held.delete(slot);
  }

  /** As arguments of `joinScript`. */
  written(): (string | number)[] {
    return [...this.#held].flat();
  }
}

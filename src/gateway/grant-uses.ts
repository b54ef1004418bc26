/** When each grant was last used, since somebody last asked: one number a grant, whatever it does. */
export class GrantUses {
  #used = new Map<string, number>();
  #first = new Map<string, number>();
  readonly #known = new Set<string>();

  /** @param now ms since the epoch */
  note(grantId: string, now: number): void {
    this.#used.set(grantId, now);
    if (this.#known.has(grantId)) return;
    this.#known.add(grantId);
    this.#first.set(grantId, now);
  }

  /** These grants are gone: nothing is known of them any more, but for a use that is still to be written down. */
  forget(gone: (grantId: string) => boolean): void {
    for (const grantId of this.#known) if (gone(grantId)) this.#known.delete(grantId);
  }

  /** Of how many grants it is known that they were used. */
  get size(): number {
    return this.#known.size;
  }

  /** Grants that this process has seen used for the first time since the last time: whoever made one waits for that. */
  takeFirst(): ReadonlyMap<string, number> {
    const taken = this.#first;
    this.#first = new Map();
    return taken;
  }

  /** What was noted since the last time. */
  take(): ReadonlyMap<string, number> {
    const taken = this.#used;
    this.#used = new Map();
    return taken;
  }
}

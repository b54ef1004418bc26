/** When each grant was last used, since somebody last asked: one number a grant, whatever it does. */
export class GrantUses {
  #used = new Map<string, number>();

  /** @param now ms since the epoch */
  note(grantId: string, now: number): void {
    this.#used.set(grantId, now);
  }

  /** What was noted since the last time. */
  take(): ReadonlyMap<string, number> {
    const taken = this.#used;
    this.#used = new Map();
    return taken;
  }
}

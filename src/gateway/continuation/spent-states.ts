/**
 * Port: remembers which request states were used, so that each continues one call once (threats B47).
 *
 * Adapters: the memory of one process, and PostgreSQL, which remember what was used; and Valkey, which remembers what may
 * still be used, so that nothing can be used again after it has forgotten. Replicas seal with the same keys.
 */
export interface SpentStates {
  /** A state was made. What follows from it may come to pass later; whoever uses the state before that is refused. */
  issued(nonce: string, expiry: number, now: number): void;
  /**
   * Uses a state up.
   *
   * @param nonce of the state
   * @param expiry when the state expires by itself, ms since the epoch: until then it must be remembered
   * @param now of the authority, ms since the epoch
   * @returns `false` when it was used before, or when it cannot be said that it was not
   */
  spend(nonce: string, expiry: number, now: number): Promise<boolean>;
}

/** So many states can be used before the first of them expires; beyond, no call is continued. */
const mostRemembered = 100_000;

/** @param capacity of states that have not expired */
export function memorySpentStates(capacity: number = mostRemembered): SpentStates {
  const spent = new Map<string, number>();
  const forgetExpired = (now: number): void => {
    // All live equally long, so that they expire nearly in the order in which they were used.
    for (const [nonce, expiry] of spent) {
      if (expiry > now) return;
      spent.delete(nonce);
    }
  };
  return {
    issued: () => undefined,
    async spend(nonce, expiry, now) {
      forgetExpired(now);
      if (spent.has(nonce) || spent.size >= capacity) return false;
      spent.set(nonce, expiry);
      return true;
    },
  };
}

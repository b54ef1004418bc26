/**
 * Port: remembers which sessions their clients have ended, for as long as their ids could be shown again. An id carries its
 * session, so that whoever has the keys goes on with it: a gateway that was started again, or that was cut off when the
 * others were told, knows of no end unless it asks.
 *
 * Adapter: the store, in its own thread; nothing of it is on the way of a call whose session is known.
 */
export interface EndedSessions {
  /**
   * @param digest of the session's id
   * @param until when the id is of no use in any case, ms since the epoch
   * @param now of the authority, ms since the epoch
   */
  remember(digest: string, until: number, now: number): Promise<void>;
  /**
   * @returns those of them that have ended
   * @throws Fault `store_unavailable` when it cannot be said: then none of them may be gone on with
   */
  among(digests: readonly string[]): Promise<readonly string[]>;
}

/** Where sessions do not outlive the process. */
export const forgotten: EndedSessions = {
  remember: async () => undefined,
  among: async () => [],
};

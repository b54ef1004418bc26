/**
 * Port: the other gateways of the installation, at which the same session may be in use. A client's answer, or its
 * cancellation, may arrive at another one than its question, or its call, is at; so may the end of its session.
 *
 * Adapters: none (`alone`), where there is one gateway; Valkey's channels.
 */
export interface Replicas {
  /** From now on hears what others were told in this session and know nothing of. @returns ends it */
  join(digest: string, take: (message: Buffer) => void): () => void;
  /** Passes on a message that nobody here waits for. Whoever does, at another gateway, takes it; it may be nobody. */
  pass(digest: string, message: Buffer): void;
  /** The client has said that it is done with its session. */
  ended(digest: string): void;
  /** Hears of sessions that have ended elsewhere. */
  onEnded(take: (digest: string) => void): void;
}

/** There is no other gateway. */
export const alone: Replicas = {
  join: () => () => undefined,
  pass: () => undefined,
  ended: () => undefined,
  onEnded: () => undefined,
};

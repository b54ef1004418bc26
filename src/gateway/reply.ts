import type { ByteParts } from '../kernel/index.ts';

/**
 * Where the answer to one request goes: an HTTP response that becomes JSON or a stream as needed, or lines on stdout.
 * Whoever holds it may send messages that belong to the request, and ends it exactly once.
 */
export interface Reply {
  /**
   * Sends a message that belongs to the request (progress, log, a request of the server's) ahead of the answer.
   *
   * @returns `false` when the client cannot take it: it accepts no stream, or is gone
   */
  message(bytes: Buffer): boolean;
  /** From now on it is one of the grant's streams, which counts as that, and no longer as a request that is under way. */
  standsOpen(grantId: string): void;
  /** The answer takes a while: what can keep the client and all between awake until then is begun. */
  wait(): void;
  /**
   * The answer. Later calls are ignored.
   *
   * @param status HTTP status, where the revision and the transport have one and no stream was begun
   * @param sent run once nobody looks at the bytes any more; never, where they cannot be sent
   */
  end(bytes: ByteParts, status: number, sent?: () => void): void;
  /** Ends without an answer: the request was cancelled. */
  close(): void;
  /** Runs once if the client is gone before the end. */
  onGone(handler: () => void): void;
}

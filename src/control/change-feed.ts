/**
 * Port: tells the other gateways of an installation at once that the configuration was changed. It carries no content and
 * promises nothing: whoever hears looks into the database, and looks there every second all the same.
 *
 * Adapters: Valkey's channels, PostgreSQL's LISTEN/NOTIFY, none.
 */
export interface ChangeFeed {
  /** Something was committed. */
  announce(): void;
  /** Hears of what others announce. @returns ends it */
  subscribe(heard: () => void): () => void;
}

/** Nobody to tell: what is polled is all there is. */
export const noFeed: ChangeFeed = { announce: () => undefined, subscribe: () => () => undefined };

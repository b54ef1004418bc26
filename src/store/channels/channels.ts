/**
 * What gateways tell each other, through a server that all of them reach: whoever listens on a channel hears what is said
 * there from then on, in the order of each speaker, at most once. A speaker that listens hears itself, too.
 *
 * Adapters: Valkey's channels, PostgreSQL's notices.
 */
export interface Channels {
  /** @param channel letters, digits and colons. @returns ends it */
  listen(channel: string, take: (bytes: Buffer) => void): () => void;
  /**
   * @returns 0 where the server says that nobody listens; whether anybody does need not be known
   * @throws Fault `store_unavailable`
   */
  say(channel: string, bytes: Buffer): Promise<number>;
  close(): void | Promise<void>;
}

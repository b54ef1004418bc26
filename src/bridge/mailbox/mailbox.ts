/**
 * Port: reaches whoever holds a call, wherever that is. What a client sends to continue a call that waits for its
 * answer may arrive at another replica than the one at which the server waits.
 *
 * Adapters: the memory of one process (`memoryMailbox`). Between replicas LISTEN/NOTIFY or Valkey's channels do: an
 * address is a channel, a letter is its payload (cut into parts where the payload is bounded), and `post` answers
 * whether a holder has confirmed the letter within a second.
 */
export interface Mailbox {
  /**
   * From now on letters to this address come here, each once and in the order in which one sender posted them.
   *
   * @param address 128 random bits or more: whoever knows it may write to it
   * @returns ends it; letters that are under way are lost
   */
  hold(address: string, take: (letter: Buffer) => void): () => void;
  /** @returns `false` when nobody holds the address: the letter is lost */
  post(address: string, letter: Buffer): Promise<boolean>;
}

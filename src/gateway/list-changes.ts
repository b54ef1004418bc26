/** Who wants to know that the tools of a server, as clients may see them, are others than before. */
export class ListChanges {
  readonly #listeners = new Map<() => void, string>();

  /** @returns what ends it */
  listen(server: string, tell: () => void): () => void {
    this.#listeners.set(tell, server);
    return () => void this.#listeners.delete(tell);
  }

  /** @param server slug; absent: of every server */
  announce(server?: string): void {
    for (const [tell, of] of this.#listeners) if (server === undefined || of === server) tell();
  }
}

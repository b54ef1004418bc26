import type { ChangedLists, ListKind } from '../snapshot/index.ts';

/** Streams of clients without a session that want to know when a server's lists, as they may see them, are others. */
export class ListChanges {
  readonly #listeners = new Map<(kind: ListKind) => void, { readonly grantId: string; readonly server: string }>();

  /** @returns what ends it */
  listen(grantId: string, server: string, tell: (kind: ListKind) => void): () => void {
    this.#listeners.set(tell, { grantId, server });
    return () => void this.#listeners.delete(tell);
  }

  announce(changed: ChangedLists): void {
    for (const [tell, { grantId, server }] of this.#listeners) changed(grantId, server).forEach(tell);
  }
}

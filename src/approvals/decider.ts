/** Who decides. `operator` is whoever holds the data folder; several of them cannot be told apart and count as one. */
export interface Decider {
  readonly kind: 'user' | 'api_key' | 'operator';
  readonly id: string;
  /** For people to read: an address, the label of a key. */
  readonly name: string;
  /** The user behind it: of an API key, who made it. */
  readonly user?: string | undefined;
  /** Other words for that user by which a request may know it, such as an e-mail address. */
  readonly aliases?: readonly string[] | undefined;
  readonly groups: readonly string[];
}

/** One person, whatever they decide with: two keys of one user are no two people. */
export function personOf({ kind, id, user }: Pick<Decider, 'kind' | 'id' | 'user'>): string {
  return user === undefined ? `${kind}:${id}` : `user:${user}`;
}

/** Who calls. Everything in it was established by the gateway; nothing is what a client says of itself. */
export interface Principal {
  readonly organization: string;
  readonly grant: GrantIdentity;
  /** Set where an access token names a user; absent with a grant token. */
  readonly user?: { readonly id: string; readonly email?: string; readonly groups: readonly string[] };
}

export interface GrantIdentity {
  /** Stable across restarts and label-preserving edits; the first part of every budget's key. */
  readonly id: string;
  readonly label: string;
  readonly tags: ReadonlyMap<string, string>;
}

import type { HttpServer, PolicySource } from '../config/index.ts';
import type { GrantTerms } from '../identity/index.ts';

/**
 * What the store holds of servers, policies and grants, as far as requests need it. Immutable; whoever loads it keeps
 * the object of whatever has not changed, and that is how it is known not to have. What a policy's text may say was
 * found out before it was stored.
 */
export interface Stored {
  /** By slug. A stored server is one that is reached by its URL: no command is ever read from the store. */
  readonly servers: ReadonlyMap<string, HttpServer>;
  /** By name: the version in force of each. */
  readonly policies: ReadonlyMap<string, StoredPolicy>;
  /** By id: those that are not revoked. */
  readonly grants: ReadonlyMap<string, StoredGrant>;
  /** Which of its reader's states this is; absent where it has one only. */
  readonly state?: number;
  /** What is different from an earlier state; absent where nobody knows. All else is the same object. */
  readonly changes?: StoredChanges;
}

/** Slugs, names and ids of what was changed, made or removed since. */
export interface StoredChanges {
  /** The `state` of the other one. */
  readonly since: number;
  readonly servers: ReadonlySet<string>;
  readonly policies: ReadonlySet<string>;
  readonly grants: ReadonlySet<string>;
}

export interface StoredPolicy {
  readonly source: PolicySource;
  readonly version: number;
  /** It is in force on trial: what it would refuse is forwarded, and recorded as such. */
  readonly observe: boolean;
}

export interface StoredGrant extends Pick<GrantTerms, 'expiresAt' | 'ranges'> {
  readonly id: string;
  readonly label: string;
  readonly tags: ReadonlyMap<string, string>;
  /** Server slug → policy name. */
  readonly servers: ReadonlyMap<string, string>;
  readonly tokenHash: string;
  /** A token that was rotated out, and until when, ms since the epoch, it still opens the grant. */
  readonly outgoing: { readonly tokenHash: string; readonly until: number } | undefined;
}

export const nothingStored: Stored = Object.freeze({ servers: new Map(), policies: new Map(), grants: new Map() });

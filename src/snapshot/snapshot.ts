import type { AdmissionConfig, ServerConfig } from '../config/index.ts';
import type { GrantTerms, Principal } from '../identity/index.ts';
import type { Kills } from '../kills/index.ts';
import type { Policy } from '../policy/index.ts';
import type { Upstream } from '../upstream/index.ts';

/**
 * Everything that requests need to know of the configuration, compiled and immutable. A request takes the snapshot
 * once and is judged wholly under it; a reload swaps the whole object and never changes one.
 */
export interface Snapshot {
  /** Counts up with each swap. */
  readonly version: number;
  readonly servers: ReadonlyMap<string, Server>;
  /** By `identity.tokenHash`; a grant whose token is being exchanged stands under both. */
  readonly grants: ReadonlyMap<string, Grant>;
  /** The same by id, each once. */
  readonly grantsById: ReadonlyMap<string, Grant>;
  readonly decisionMeta: 'full' | 'code' | 'off';
  readonly admission: AdmissionConfig;
  /** Classes of tools whose intent is synced before the call goes out. */
  readonly writeAhead: ReadonlySet<string>;
  /** What an operator has stopped: asked before anything else. */
  readonly kills: Kills;
}

export interface Server {
  readonly config: ServerConfig;
  readonly upstream: Upstream;
}

export interface Grant {
  readonly principal: Principal;
  /** Server slug → policy name, as it is declared: what it names need not be there. */
  readonly servers: ReadonlyMap<string, string>;
  /** By server slug: what this grant may reach, each under its own policy. */
  readonly access: ReadonlyMap<string, Access>;
  /** What is asked beyond the token; checked by the clock and address of each request. Nothing for grants of the file. */
  readonly terms: GrantTerms | undefined;
}

export interface Access {
  readonly server: Server;
  /** A grant without a policy reaches nothing (`no_policy`). */
  readonly policy: AttachedPolicy | undefined;
}

export interface AttachedPolicy {
  readonly name: string;
  /** Counts up whenever the document's text changes. */
  readonly version: number;
  /** As it is in force: one that is on trial observes, whatever its document says. */
  readonly policy: Policy;
}

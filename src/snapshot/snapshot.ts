import type { AdmissionConfig, ServerConfig } from '../config/index.ts';
import type { Principal } from '../identity/index.ts';
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
  /** By `identity.tokenHash`. */
  readonly grants: ReadonlyMap<string, Grant>;
  readonly decisionMeta: 'full' | 'code' | 'off';
  readonly admission: AdmissionConfig;
  /** What an operator has stopped: asked before anything else. */
  readonly kills: Kills;
}

export interface Server {
  readonly config: ServerConfig;
  readonly upstream: Upstream;
}

export interface Grant {
  readonly principal: Principal;
  /** By server slug: what this grant may reach, each under its own policy. */
  readonly access: ReadonlyMap<string, Access>;
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
  readonly policy: Policy;
}

import type { Config, ServerConfig } from '../config/index.ts';
import { Kills } from '../kills/index.ts';
import type { PolicyError } from '../policy/index.ts';
import type { Upstream } from '../upstream/index.ts';
import { type ReadPolicy, readPolicies } from './read-policies.ts';
import { sameServer } from './same-server.ts';
import type { Access, AttachedPolicy, Grant, Server, Snapshot } from './snapshot.ts';

/** A policy that does not read. It is never activated: the one before it stays in force. */
export interface PolicyProblem {
  readonly policy: string;
  readonly file: string;
  readonly errors: readonly PolicyError[];
}

export type Applied =
  | {
      readonly ok: true;
      readonly snapshot: Snapshot;
      /** Servers that were replaced or are gone: their sessions must end before their upstreams are closed. */
      readonly retired: readonly Server[];
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

export interface ConfiguratorPorts {
  /** Makes the way to a server; nothing is dialled or started yet. */
  openUpstream(config: ServerConfig): Promise<Upstream>;
  /** The versions of texts, by name: the same for the same text, one more for another. Kept across restarts. */
  policyVersions(policies: Iterable<{ readonly name: string; readonly text: string }>): ReadonlyMap<string, number>;
  /** Lets everything else have its turn; by default, whatever waits in the event loop. */
  pause?(): Promise<void>;
}

/** The one place where the snapshot is swapped. */
export class Configurator {
  readonly #ports: ConfiguratorPorts;
  #current: Snapshot | undefined;
  /** The policies of the snapshot, with their texts. */
  #policies: ReadonlyMap<string, ReadPolicy> = new Map();
  #kills: Kills = Kills.none;

  constructor(ports: ConfiguratorPorts) {
    this.#ports = ports;
  }

  /** The configuration in force. Throws before the first one was applied. */
  get current(): Snapshot {
    if (this.#current === undefined) throw new Error('no configuration is in force');
    return this.#current;
  }

  /**
   * Compiles a configuration and puts it in force, or says why not and changes nothing. One at a time: the caller waits
   * for one to end before it begins another.
   */
  async apply(config: Config): Promise<Applied> {
    const policies = new Map<string, ReadPolicy>();
    const problems: PolicyProblem[] = [];
    const warnings: string[] = [];
    for await (const read of readPolicies(config.policies.values(), this.#policies, this.#ports.pause ?? anyTurn)) {
      const { name, file } = read.source;
      if (read.ok) {
        for (const warning of read.warnings) warnings.push(`${file}: ${warning.message}`);
        policies.set(name, read);
      } else problems.push({ policy: name, file, errors: read.errors });
    }
    if (problems.length > 0) return { ok: false, problems };

    const before = this.#current?.servers ?? new Map<string, Server>();
    const servers = new Map<string, Server>();
    for (const [slug, wanted] of config.servers) {
      const old = before.get(slug);
      const kept = old !== undefined && sameServer(old.config, wanted) ? old : undefined;
      servers.set(slug, kept ?? { config: wanted, upstream: await this.#ports.openUpstream(wanted) });
    }
    const snapshot: Snapshot = Object.freeze({
      version: (this.#current?.version ?? 0) + 1,
      servers,
      grants: grantsOf(config, servers, this.#attach(policies)),
      decisionMeta: config.decisionMeta,
      admission: config.admission,
      kills: this.#kills,
    });
    this.#current = snapshot;
    this.#policies = policies;
    const retired = [...before].filter(([slug, server]) => servers.get(slug) !== server).map(([, server]) => server);
    return { ok: true, snapshot, retired, warnings };
  }

  /** Puts other stops in force at once: nothing is compiled, and no configuration that is being compiled undoes it. */
  stop(kills: Kills): void {
    this.#kills = kills;
    const current = this.#current;
    if (current !== undefined) this.#current = Object.freeze({ ...current, version: current.version + 1, kills });
  }

  #attach(policies: ReadonlyMap<string, ReadPolicy>): ReadonlyMap<string, AttachedPolicy> {
    const versions = this.#ports.policyVersions([...policies.values()].map(({ source }) => source));
    return new Map(
      [...policies].map(([name, { policy }]) => [name, { name, version: versions.get(name) ?? 0, policy }]),
    );
  }
}

function anyTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function grantsOf(
  config: Config,
  servers: ReadonlyMap<string, Server>,
  policies: ReadonlyMap<string, AttachedPolicy>,
): ReadonlyMap<string, Grant> {
  const grants = new Map<string, Grant>();
  for (const { label, tags, tokenHash, servers: reach } of config.grants) {
    const access = new Map<string, Access>();
    for (const [slug, policyName] of reach) {
      const server = servers.get(slug);
      // The configuration was checked to name only what it declares; should it not, the grant reaches less, not more.
      if (server !== undefined) access.set(slug, { server, policy: policies.get(policyName) });
    }
    // A grant of the file is the one of its label: a new token keeps its budgets.
    const grant = { id: `file:${label}`, label, tags };
    grants.set(tokenHash, { principal: { organization: 'default', grant }, access });
  }
  return grants;
}

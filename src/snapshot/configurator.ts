import type { Config, ServerConfig } from '../config/index.ts';
import { Kills } from '../kills/index.ts';
import type { PolicyError } from '../policy/index.ts';
import type { Upstream } from '../upstream/index.ts';
import { GrantCompiler } from './grant-compiler.ts';
import { type Merged, merge } from './merge.ts';
import { type ReadPolicy, readPolicies } from './read-policies.ts';
import { sameReach, sameServer } from './same-server.ts';
import type { AttachedPolicy, Server, Snapshot } from './snapshot.ts';
import { nothingStored, type Stored } from './stored.ts';

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
  /** The versions of the file's policies, by name: the same for the same text, one more for another. Kept across restarts. */
  policyVersions(policies: Iterable<{ readonly name: string; readonly text: string }>): ReadonlyMap<string, number>;
  /** Lets everything else have its turn; by default, whatever waits in the event loop. */
  pause?(): Promise<void>;
}

/** The one place where the snapshot is swapped. */
export class Configurator {
  readonly #ports: ConfiguratorPorts;
  readonly #grants = new GrantCompiler();
  #current: Snapshot | undefined;
  /** The policies of the snapshot, with their texts. */
  #policies: ReadonlyMap<string, ReadPolicy> = new Map();
  #kills: Kills = Kills.none;
  #attached: ReadonlyMap<string, AttachedPolicy> = new Map();
  #config: Config | undefined;
  #stored: Stored = nothingStored;
  #underWay: Promise<unknown> = Promise.resolve();

  constructor(ports: ConfiguratorPorts) {
    this.#ports = ports;
  }

  /** The configuration in force. Throws before the first one was applied. */
  get current(): Snapshot {
    if (this.#current === undefined) throw new Error('no configuration is in force');
    return this.#current;
  }

  /** What the file declares, in the configuration in force. */
  get declared(): Config {
    if (this.#config === undefined) throw new Error('no configuration is in force');
    return this.#config;
  }

  /**
   * Compiles a configuration, with what the store holds, and puts it in force, or says why not and changes nothing.
   *
   * @param stored where that has changed, too
   */
  apply(config: Config, stored?: Stored): Promise<Applied> {
    return this.#inTurn(() => this.#compile(config, stored ?? this.#stored));
  }

  /**
   * The same when the store has changed. A stored policy that does not read any more, for a newer Toolgate may be
   * stricter, takes nothing else with it: whoever has it is refused with `no_policy`.
   */
  applyStored(stored: Stored): Promise<Applied> {
    return this.#inTurn(() => this.#compile(this.declared, stored));
  }

  /** One at a time: each builds on what the one before it left. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#underWay.then(work);
    this.#underWay = done.catch(() => undefined);
    return done;
  }

  async #compile(config: Config, stored: Stored): Promise<Applied> {
    const merged = merge(config, stored);
    const pause = this.#ports.pause ?? anyTurn;
    const read = await this.#read(merged, pause);
    if (read.problems.length > 0) return { ok: false, problems: read.problems };

    const before = this.#current?.servers ?? new Map<string, Server>();
    const servers = new Map<string, Server>();
    const warnings = [...merged.warnings, ...read.warnings];
    for (const [slug, wanted] of merged.servers) {
      try {
        servers.set(slug, await this.#server(before.get(slug), wanted));
      } catch (error) {
        // One stored server that cannot be used must not keep everything else from coming into force.
        if (config.servers.has(slug)) throw error;
        warnings.push(`the stored server ${slug} cannot be used, and is out of force: ${String(error)}`);
      }
    }
    const policies = this.#attach(read.policies, merged);
    const grants = await this.#grants.compile(config.grants, merged.grants, { servers, policies }, pause);
    const snapshot: Snapshot = Object.freeze({
      version: (this.#current?.version ?? 0) + 1,
      servers,
      ...grants,
      decisionMeta: config.decisionMeta,
      writeAhead: new Set(config.audit.writeAhead),
      admission: config.admission,
      kills: this.#kills,
    });
    this.#current = snapshot;
    this.#policies = read.policies;
    this.#attached = policies;
    this.#config = config;
    this.#stored = stored;
    const retired = [...before.values()].filter(
      ({ config: { slug }, upstream }) => servers.get(slug)?.upstream !== upstream,
    );
    return { ok: true, snapshot, retired, warnings };
  }

  /** Puts other stops in force at once: nothing is compiled, and no configuration that is being compiled undoes it. */
  stop(kills: Kills): void {
    this.#kills = kills;
    const current = this.#current;
    if (current !== undefined) this.#current = Object.freeze({ ...current, version: current.version + 1, kills });
  }

  async #read(
    { policies: wanted }: Merged,
    pause: () => Promise<void>,
  ): Promise<{ policies: Map<string, ReadPolicy>; problems: PolicyProblem[]; warnings: string[] }> {
    const policies = new Map<string, ReadPolicy>();
    const problems: PolicyProblem[] = [];
    const warnings: string[] = [];
    const sources = [...wanted.values()].map(({ source }) => source);
    for await (const read of readPolicies(sources, this.#policies, pause)) {
      const { name, file } = read.source;
      const isStored = wanted.get(name)?.stored !== undefined;
      if (read.ok) {
        for (const warning of isStored ? [] : read.warnings) warnings.push(`${file}: ${warning.message}`);
        policies.set(name, read);
      } else if (isStored) {
        warnings.push(
          `the stored policy ${name} does not read any more, and is out of force: ${read.errors[0]?.message}`,
        );
      } else problems.push({ policy: name, file, errors: read.errors });
    }
    return { policies, problems, warnings };
  }

  async #server(old: Server | undefined, wanted: ServerConfig): Promise<Server> {
    if (old !== undefined && sameServer(old.config, wanted)) return old;
    const upstream =
      old !== undefined && sameReach(old.config, wanted) ? old.upstream : await this.#ports.openUpstream(wanted);
    return { config: wanted, upstream };
  }

  #attach(policies: ReadonlyMap<string, ReadPolicy>, merged: Merged): ReadonlyMap<string, AttachedPolicy> {
    const ofFile = [...policies.values()].filter(
      ({ source: { name } }) => merged.policies.get(name)?.stored === undefined,
    );
    const versions = this.#ports.policyVersions(ofFile.map(({ source }) => source));
    const attached = new Map<string, AttachedPolicy>();
    for (const [name, { policy }] of policies) {
      const stored = merged.policies.get(name)?.stored;
      const version = stored?.version ?? versions.get(name) ?? 0;
      const mode = stored?.observe === true ? 'observe' : policy.mode;
      const before = this.#attached.get(name);
      const sameText = this.#policies.get(name)?.policy === policy;
      const stands = sameText && before?.version === version && before.policy.mode === mode;
      const inForce = mode === policy.mode ? policy : Object.freeze({ ...policy, mode });
      attached.set(name, stands ? before : { name, version, policy: inForce });
    }
    return attached;
  }
}

function anyTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

import type { Config, ServerConfig } from '../config/index.ts';
import { Slices } from '../kernel/index.ts';
import { Kills } from '../kills/index.ts';
import type { PolicyError } from '../policy/index.ts';
import type { Upstream } from '../upstream/index.ts';
import { GrantCompiler } from './grant-compiler.ts';
import type { GrantsInForce } from './grants-in-force.ts';
import { isDeclared } from './is-declared.ts';
import { LayeredMap } from './layered-map.ts';
import { type Merged, merge } from './merge.ts';
import { type ReadPolicy, readPolicies, type WriteInJson } from './read-policies.ts';
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
  policyVersions(
    policies: Iterable<{ readonly name: string; readonly text: string }>,
    slices: Slices,
  ): Promise<ReadonlyMap<string, number>>;
  /** Writes policies in YAML as JSON, elsewhere; absent where nobody waits for anything else meanwhile. */
  readonly inJson?: WriteInJson;
  /** In which the work is done, beside calls; by default of the process's own time. */
  readonly slices?: Slices;
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
  /** What was said of the file's policies, and whether anything that is stored was put out of force. */
  #said: { readonly ofFile: readonly string[]; readonly ofStored: boolean } = { ofFile: [], ofStored: false };
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
    return this.#inTurn(
      async () => (await this.#compileChanged(stored)) ?? (await this.#compile(this.declared, stored)),
    );
  }

  #slices(): Slices {
    return this.#ports.slices ?? new Slices();
  }

  /** One at a time: each builds on what the one before it left. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#underWay.then(work);
    this.#underWay = done.catch(() => undefined);
    return done;
  }

  async #compile(config: Config, stored: Stored): Promise<Applied> {
    const slices = this.#slices();
    const merged = await merge(config, stored, slices);
    const read = await this.#read(merged, slices);
    if (read.problems.length > 0) return { ok: false, problems: read.problems };

    const before = this.#current?.servers ?? new Map<string, Server>();
    const servers = new Map<string, Server>();
    const warnings = [...merged.warnings, ...read.warnings, ...read.ofFile];
    for (const [slug, wanted] of merged.servers) {
      if (slices.over) await slices.rest();
      try {
        servers.set(slug, await this.#server(before.get(slug), wanted));
      } catch (error) {
        // One stored server that cannot be used must not keep everything else from coming into force.
        if (config.servers.has(slug)) throw error;
        warnings.push(`the stored server ${slug} cannot be used, and is out of force: ${String(error)}`);
      }
    }
    const policies = LayeredMap.of(await this.#attach(read.policies, merged, slices));
    const opened = LayeredMap.of(servers);
    const grants = await this.#grants.compile(config.grants, merged.grants, { servers: opened, policies }, slices);
    this.#policies = LayeredMap.of(read.policies);
    this.#attached = policies;
    this.#config = config;
    this.#stored = stored;
    this.#said = { ofFile: read.ofFile, ofStored: warnings.length > read.ofFile.length };
    const snapshot = this.#swap(config, opened, grants);
    const retired = [...before.values()].filter(
      ({ config: { slug }, upstream }) => servers.get(slug)?.upstream !== upstream,
    );
    return { ok: true, snapshot, retired, warnings };
  }

  #swap(config: Config, servers: Snapshot['servers'], { grants, grantsById }: GrantsInForce): Snapshot {
    const snapshot: Snapshot = Object.freeze({
      version: (this.#current?.version ?? 0) + 1,
      servers,
      grants,
      grantsById,
      decisionMeta: config.decisionMeta,
      writeAhead: new Set(config.audit.writeAhead),
      admission: config.admission,
      kills: this.#kills,
    });
    this.#current = snapshot;
    return snapshot;
  }

  /**
   * What is stored, where it is known what of it has changed: only that is compiled, and laid over what is in force.
   *
   * @returns `undefined` where it concerns more than itself: something that the file declares as well, that does not read
   *   or cannot be used, or a token that two grants have. Then all of it is compiled.
   */
  async #compileChanged(stored: Stored): Promise<Applied | undefined> {
    const { changes } = stored;
    const before = this.#current;
    const config = this.declared;
    if (before === undefined || changes === undefined || changes.since !== this.#stored.state) return undefined;
    if (this.#said.ofStored || isDeclared(config, stored, changes)) return undefined;
    const slices = this.#slices();

    const sources = [...changes.policies].map((name) => stored.policies.get(name)).filter((one) => one !== undefined);
    const read = new Map<string, ReadPolicy | undefined>([...changes.policies].map((name) => [name, undefined]));
    const attached = new Map<string, AttachedPolicy | undefined>(read as Map<string, undefined>);
    for await (const one of readPolicies(
      sources.map(({ source }) => source),
      this.#policies,
      slices,
      this.#ports.inJson,
    )) {
      if (!one.ok) return undefined;
      read.set(one.source.name, one);
      const { version, observe } = stored.policies.get(one.source.name) ?? { version: 0, observe: false };
      attached.set(one.source.name, this.#inForce(one, version, observe));
    }
    const opened = await this.#openChanged(before.servers, stored, changes.servers, slices);
    if (opened === undefined) return undefined;
    const servers = await LayeredMap.of(before.servers).with(opened, slices);
    const policies = await LayeredMap.of(this.#attached).with(attached, slices);
    const grants = { changed: changes.grants, before: this.#stored.grants, after: stored.grants };
    const compiled = await this.#grants.compileChanged(grants, { servers, policies }, slices);
    if (compiled === undefined) {
      await closeUnused(opened, before.servers);
      return undefined;
    }
    this.#policies = await LayeredMap.of(this.#policies).with(read, slices);
    this.#attached = policies;
    this.#stored = stored;
    const snapshot = this.#swap(config, servers, compiled);
    const retired = [...changes.servers].flatMap((slug) => {
      const old = before.servers.get(slug);
      return old === undefined || servers.get(slug)?.upstream === old.upstream ? [] : [old];
    });
    return { ok: true, snapshot, retired, warnings: this.#said.ofFile };
  }

  /** @returns `undefined` where one of them cannot be used */
  async #openChanged(
    before: ReadonlyMap<string, Server>,
    stored: Stored,
    slugs: ReadonlySet<string>,
    slices: Slices,
  ): Promise<ReadonlyMap<string, Server | undefined> | undefined> {
    const opened = new Map<string, Server | undefined>();
    try {
      for (const slug of slugs) {
        if (slices.over) await slices.rest();
        const wanted = stored.servers.get(slug);
        opened.set(slug, wanted && (await this.#server(before.get(slug), wanted)));
      }
      return opened;
    } catch {
      await closeUnused(opened, before);
      return undefined;
    }
  }

  /** Puts other stops in force at once: nothing is compiled, and no configuration that is being compiled undoes it. */
  stop(kills: Kills): void {
    this.#kills = kills;
    const current = this.#current;
    if (current !== undefined) this.#current = Object.freeze({ ...current, version: current.version + 1, kills });
  }

  async #read(
    { policies: wanted }: Merged,
    slices: Slices,
  ): Promise<{ policies: Map<string, ReadPolicy>; problems: PolicyProblem[]; warnings: string[]; ofFile: string[] }> {
    const policies = new Map<string, ReadPolicy>();
    const problems: PolicyProblem[] = [];
    const warnings: string[] = [];
    const ofFile: string[] = [];
    const sources = [...wanted.values()].map(({ source }) => source);
    for await (const read of readPolicies(sources, this.#policies, slices, this.#ports.inJson)) {
      const { name, file } = read.source;
      const isStored = wanted.get(name)?.stored !== undefined;
      if (read.ok) {
        for (const warning of isStored ? [] : read.warnings) ofFile.push(`${file}: ${warning.message}`);
        policies.set(name, read);
      } else if (isStored) {
        warnings.push(
          `the stored policy ${name} does not read any more, and is out of force: ${read.errors[0]?.message}`,
        );
      } else problems.push({ policy: name, file, errors: read.errors });
    }
    return { policies, problems, warnings, ofFile };
  }

  async #server(old: Server | undefined, wanted: ServerConfig): Promise<Server> {
    if (old !== undefined && sameServer(old.config, wanted)) return old;
    const upstream =
      old !== undefined && sameReach(old.config, wanted) ? old.upstream : await this.#ports.openUpstream(wanted);
    return { config: wanted, upstream };
  }

  async #attach(
    policies: ReadonlyMap<string, ReadPolicy>,
    merged: Merged,
    slices: Slices,
  ): Promise<ReadonlyMap<string, AttachedPolicy>> {
    const sources = [...policies.values()].map(({ source }) => source);
    const ofFile = sources.filter(({ name }) => merged.policies.get(name)?.stored === undefined);
    const versions = await this.#ports.policyVersions(ofFile, slices);
    const attached = new Map<string, AttachedPolicy>();
    for (const [name, read] of policies) {
      if (slices.over) await slices.rest();
      const stored = merged.policies.get(name)?.stored;
      const version = stored?.version ?? versions.get(name) ?? 0;
      attached.set(name, this.#inForce(read, version, stored?.observe === true));
    }
    return attached;
  }

  /** The same object as before where nothing about it is different. */
  #inForce({ source: { name }, policy }: ReadPolicy, version: number, observe: boolean): AttachedPolicy {
    const mode = observe ? 'observe' : policy.mode;
    const before = this.#attached.get(name);
    const sameText = this.#policies.get(name)?.policy === policy;
    if (sameText && before?.version === version && before.policy.mode === mode) return before;
    return { name, version, policy: mode === policy.mode ? policy : Object.freeze({ ...policy, mode }) };
  }
}

/** Ways that were made and lead nowhere after all. */
async function closeUnused(
  opened: ReadonlyMap<string, Server | undefined>,
  before: ReadonlyMap<string, Server>,
): Promise<void> {
  const unused = [...opened].filter(([slug, server]) => server?.upstream !== before.get(slug)?.upstream);
  await Promise.allSettled(unused.map(async ([, server]) => server?.upstream.close()));
}

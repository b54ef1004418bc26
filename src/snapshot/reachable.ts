import type { Access, AttachedPolicy, Server } from './snapshot.ts';

/** Servers and policies that are in force together. */
export class Reachable {
  readonly servers: ReadonlyMap<string, Server>;
  readonly policies: ReadonlyMap<string, AttachedPolicy>;
  /** By slug, then by the policy's name: one object for all grants that reach a server under the same policy. */
  readonly #accesses = new Map<string, Map<string, Access>>();

  constructor(servers: ReadonlyMap<string, Server>, policies: ReadonlyMap<string, AttachedPolicy>) {
    this.servers = servers;
    this.policies = policies;
  }

  /** @param declared server slug → policy name. What it names may be gone by now: then it reaches less, not more */
  access(declared: ReadonlyMap<string, string>): ReadonlyMap<string, Access> {
    const access = new Map<string, Access>();
    for (const [slug, policy] of declared) {
      const server = this.servers.get(slug);
      if (server !== undefined) access.set(slug, this.#one(server, slug, policy));
    }
    return access;
  }

  /** Whether all of it was under `before` what it is here. */
  isAsBefore(declared: ReadonlyMap<string, string>, before: Reachable): boolean {
    for (const [slug, policy] of declared) {
      if (this.servers.get(slug) !== before.servers.get(slug)) return false;
      if (this.policies.get(policy) !== before.policies.get(policy)) return false;
    }
    return true;
  }

  #one(server: Server, slug: string, policy: string): Access {
    let under = this.#accesses.get(slug);
    if (under === undefined) {
      under = new Map();
      this.#accesses.set(slug, under);
    }
    let access = under.get(policy);
    if (access === undefined) {
      access = { server, policy: this.policies.get(policy) };
      under.set(policy, access);
    }
    return access;
  }
}

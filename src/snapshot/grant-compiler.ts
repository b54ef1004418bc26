import type { GrantConfig } from '../config/index.ts';
import type { GrantTerms } from '../identity/index.ts';
import type { Slices } from '../kernel/index.ts';
import { LayeredMap } from './layered-map.ts';
import type { Access, AttachedPolicy, Grant, Server, Snapshot } from './snapshot.ts';
import type { StoredGrant } from './stored.ts';

type Reach = Pick<GrantConfig, 'label' | 'tags' | 'servers'>;
export type Parts = {
  readonly servers: ReadonlyMap<string, Server>;
  readonly policies: ReadonlyMap<string, AttachedPolicy>;
};
type Grants = Pick<Snapshot, 'grants' | 'grantsById'>;

/** Stands for the policy of who has none. */
const noPolicy = {};

/** What has changed since grants were compiled last. */
export interface ChangedParts {
  readonly grants: {
    /** Ids of those that were made, changed or removed. */
    readonly changed: ReadonlySet<string>;
    /** All of them, by id. */
    readonly before: ReadonlyMap<string, StoredGrant>;
    readonly after: ReadonlyMap<string, StoredGrant>;
  };
  readonly servers: ReadonlySet<string>;
  readonly policies: ReadonlySet<string>;
}

/**
 * Makes of each declared grant what requests see of it. A grant whose declaration, servers and policies are the objects
 * that they were is kept as it is: of ten thousand grants a change of one makes one anew.
 */
export class GrantCompiler {
  readonly #made = new WeakMap<Reach, Grant>();
  readonly #accesses = new WeakMap<Server, WeakMap<object, Access>>();
  /** Whether each token opened one grant when all of them were compiled: then a change of one concerns no other. */
  #distinct = false;

  /** @param slices in which it is done, beside calls */
  async compile(
    declared: readonly GrantConfig[],
    stored: readonly StoredGrant[],
    parts: Parts,
    slices: Slices,
  ): Promise<Grants> {
    const grants = new Map<string, Grant>();
    const grantsById = new Map<string, Grant>();
    let distinct = true;
    for (const one of declared) {
      if (slices.over) await slices.rest();
      // A grant of the file is the one of its label: a new token keeps its budgets.
      const grant = this.#compile(one, `file:${one.label}`, undefined, parts);
      grants.set(one.tokenHash, grant);
      grantsById.set(grant.principal.grant.id, grant);
    }
    for (const one of stored) {
      if (slices.over) await slices.rest();
      const opened = this.#opened(one, parts);
      grantsById.set(one.id, opened.grant);
      for (const [hash, grant] of opened.byToken) {
        if (grants.has(hash)) distinct = false;
        else grants.set(hash, grant);
      }
    }
    this.#distinct = distinct;
    return { grants: LayeredMap.of(grants), grantsById: LayeredMap.of(grantsById) };
  }

  /**
   * The same when little has changed: what it costs is what has.
   *
   * @returns `undefined` where two grants would have one token: then all of them are to be compiled
   */
  async compileChanged(
    before: Grants,
    changed: ChangedParts,
    parts: Parts,
    slices: Slices,
  ): Promise<Grants | undefined> {
    if (!this.#distinct) return undefined;
    const byToken = new Map<string, Grant | undefined>();
    const byId = new Map<string, Grant | undefined>();
    /** @returns whether its tokens are its own */
    const put = (one: StoredGrant): boolean => {
      const opened = this.#opened(one, parts);
      byId.set(one.id, opened.grant);
      for (const [hash, grant] of opened.byToken) {
        const holder = byToken.has(hash) ? byToken.get(hash) : before.grants.get(hash);
        if (holder !== undefined && holder.principal.grant.id !== one.id) return false;
        byToken.set(hash, grant);
      }
      return true;
    };
    // What is given up is free before anything is taken.
    for (const id of changed.grants.changed) {
      if (slices.over) await slices.rest();
      byId.set(id, undefined);
      const old = changed.grants.before.get(id);
      for (const hash of old === undefined ? [] : tokensOf(old)) byToken.set(hash, undefined);
    }
    for (const id of changed.grants.changed) {
      if (slices.over) await slices.rest();
      const after = changed.grants.after.get(id);
      if (after !== undefined && !put(after)) return undefined;
    }
    for await (const one of concerned(changed, slices)) if (!put(one)) return undefined;
    return {
      grants: await LayeredMap.of(before.grants).with(byToken, slices),
      grantsById: await LayeredMap.of(before.grantsById).with(byId, slices),
    };
  }

  /** A grant, and what each of its tokens opens. */
  #opened(one: StoredGrant, parts: Parts): { grant: Grant; byToken: [string, Grant][] } {
    const { id, expiresAt, ranges, tokenHash, outgoing } = one;
    const limited = expiresAt !== undefined || ranges.length > 0;
    const grant = this.#compile(one, id, limited ? { expiresAt, ranges } : undefined, parts);
    if (outgoing === undefined) return { grant, byToken: [[tokenHash, grant]] };
    // The same grant in all but how long this token opens it.
    const until = Math.min(outgoing.until, expiresAt ?? outgoing.until);
    const leaving = { ...grant, terms: { expiresAt: until, ranges } };
    return {
      grant,
      byToken: [
        [tokenHash, grant],
        [outgoing.tokenHash, leaving],
      ],
    };
  }

  #compile(declared: Reach, id: string, terms: GrantTerms | undefined, parts: Parts): Grant {
    const known = this.#made.get(declared);
    if (known !== undefined && stands(known, declared, parts)) return known;
    const access = new Map<string, Access>();
    for (const [slug, policyName] of declared.servers) {
      const server = parts.servers.get(slug);
      // What it names may be gone by now: then it reaches less, not more.
      if (server !== undefined) access.set(slug, this.#access(server, parts.policies.get(policyName)));
    }
    const grant = { id, label: declared.label, tags: declared.tags };
    const made: Grant = { principal: { organization: 'default', grant }, access, terms };
    this.#made.set(declared, made);
    return made;
  }

  /** One object for all grants that reach a server under the same policy: of ten thousand there are a few hundred. */
  #access(server: Server, policy: AttachedPolicy | undefined): Access {
    let under = this.#accesses.get(server);
    if (under === undefined) {
      under = new WeakMap();
      this.#accesses.set(server, under);
    }
    const key = policy ?? noPolicy;
    let access = under.get(key);
    if (access === undefined) {
      access = { server, policy };
      under.set(key, access);
    }
    return access;
  }
}

/** Grants that are as they were, and open something that is not. */
async function* concerned(
  { grants, servers, policies }: ChangedParts,
  slices: Slices,
): AsyncGenerator<StoredGrant, void, void> {
  if (servers.size + policies.size === 0) return;
  for (const one of grants.after.values()) {
    if (slices.over) await slices.rest();
    if (grants.changed.has(one.id)) continue;
    for (const [slug, policy] of one.servers) {
      if (!servers.has(slug) && !policies.has(policy)) continue;
      yield one;
      break;
    }
  }
}

function tokensOf({ tokenHash, outgoing }: StoredGrant): readonly string[] {
  return outgoing === undefined ? [tokenHash] : [tokenHash, outgoing.tokenHash];
}

function stands({ access }: Grant, { servers }: Reach, parts: Parts): boolean {
  for (const [slug, policyName] of servers) {
    const before = access.get(slug);
    const server = parts.servers.get(slug);
    if (before?.server !== server) return false;
    if (server !== undefined && before?.policy !== parts.policies.get(policyName)) return false;
  }
  return true;
}

import type { GrantConfig } from '../config/index.ts';
import type { GrantTerms } from '../identity/index.ts';
import type { Access, AttachedPolicy, Grant, Server, Snapshot } from './snapshot.ts';
import type { StoredGrant } from './stored.ts';

/** So many grants are compiled without a pause: a millisecond or two. */
const grantsAtOnce = 1_000;

type Reach = Pick<GrantConfig, 'label' | 'tags' | 'servers'>;
type Parts = {
  readonly servers: ReadonlyMap<string, Server>;
  readonly policies: ReadonlyMap<string, AttachedPolicy>;
};

/**
 * Makes of each declared grant what requests see of it. A grant whose declaration, servers and policies are the objects
 * that they were is kept as it is: of ten thousand grants a change of one makes one anew.
 */
export class GrantCompiler {
  readonly #made = new WeakMap<Reach, Grant>();

  /** @param pause lets everything else have its turn */
  async compile(
    declared: readonly GrantConfig[],
    stored: readonly StoredGrant[],
    parts: Parts,
    pause: () => Promise<void>,
  ): Promise<Pick<Snapshot, 'grants' | 'grantsById'>> {
    const grants = new Map<string, Grant>();
    const grantsById = new Map<string, Grant>();
    let since = 0;
    for (const one of declared) {
      // A grant of the file is the one of its label: a new token keeps its budgets.
      const grant = this.#compile(one, `file:${one.label}`, undefined, parts);
      grants.set(one.tokenHash, grant);
      grantsById.set(grant.principal.grant.id, grant);
    }
    for (const one of stored) {
      if (since >= grantsAtOnce) {
        await pause();
        since = 0;
      }
      since += 1;
      const { id, expiresAt, ranges, tokenHash, outgoing } = one;
      const limited = expiresAt !== undefined || ranges.length > 0;
      const grant = this.#compile(one, id, limited ? { expiresAt, ranges } : undefined, parts);
      grantsById.set(id, grant);
      if (!grants.has(tokenHash)) grants.set(tokenHash, grant);
      if (outgoing === undefined || grants.has(outgoing.tokenHash)) continue;
      // The same grant in all but how long this token opens it.
      const until = Math.min(outgoing.until, expiresAt ?? outgoing.until);
      grants.set(outgoing.tokenHash, { ...grant, terms: { expiresAt: until, ranges } });
    }
    return { grants, grantsById };
  }

  #compile(declared: Reach, id: string, terms: GrantTerms | undefined, parts: Parts): Grant {
    const known = this.#made.get(declared);
    if (known !== undefined && stands(known, declared, parts)) return known;
    const access = new Map<string, Access>();
    for (const [slug, policyName] of declared.servers) {
      const server = parts.servers.get(slug);
      // What it names may be gone by now: then it reaches less, not more.
      if (server !== undefined) access.set(slug, { server, policy: parts.policies.get(policyName) });
    }
    const grant = { id, label: declared.label, tags: declared.tags };
    const made: Grant = { principal: { organization: 'default', grant }, access, terms };
    this.#made.set(declared, made);
    return made;
  }
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

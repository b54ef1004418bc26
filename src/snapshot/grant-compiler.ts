import type { GrantConfig } from '../config/index.ts';
import type { Slices } from '../kernel/index.ts';
import { GrantsInForce } from './grants-in-force.ts';
import { LayeredMap } from './layered-map.ts';
import { Reachable } from './reachable.ts';
import type { StoredGrant } from './stored.ts';

/** What has changed since grants were compiled last. */
export interface ChangedGrants {
  /** Ids of those that were made, changed or removed. */
  readonly changed: ReadonlySet<string>;
  /** All of them, by id. */
  readonly before: ReadonlyMap<string, StoredGrant>;
  readonly after: ReadonlyMap<string, StoredGrant>;
}

type Parts = Pick<Reachable, 'servers' | 'policies'>;

/** Puts grants in order by token and id. What requests see of each is made when one asks ({@link GrantsInForce}). */
export class GrantCompiler {
  #current: GrantsInForce | undefined;
  /** Whether each token opened one grant when all of them were compiled: then a change of one concerns no other. */
  #distinct = false;

  /** @param slices in which it is done, beside calls */
  async compile(
    declared: readonly GrantConfig[],
    stored: readonly StoredGrant[],
    { servers, policies }: Parts,
    slices: Slices,
  ): Promise<GrantsInForce> {
    const byToken = new Map<string, StoredGrant>();
    const byId = new Map<string, StoredGrant>();
    let distinct = true;
    for (const { label, tags, servers: opens, tokenHash } of declared) {
      if (slices.over) await slices.rest();
      // A grant of the file is the one of its label: a new token keeps its budgets.
      const id = `file:${label}`;
      const one = { id, label, tags, servers: opens, tokenHash, outgoing: undefined, expiresAt: undefined, ranges: [] };
      byToken.set(tokenHash, one);
      byId.set(id, one);
    }
    for (const one of stored) {
      if (slices.over) await slices.rest();
      byId.set(one.id, one);
      for (const hash of tokensOf(one)) {
        if (byToken.has(hash)) distinct = false;
        else byToken.set(hash, one);
      }
    }
    const reach = new Reachable(servers, policies);
    const maps = [LayeredMap.of(byToken), LayeredMap.of(byId)] as const;
    this.#current = await GrantsInForce.of(...maps, reach, this.#current, slices);
    this.#distinct = distinct;
    return this.#current;
  }

  /**
   * The same when little has changed: what it costs is what has.
   *
   * @returns `undefined` where two grants would have one token: then all of them are to be compiled
   */
  async compileChanged(
    { changed, before, after }: ChangedGrants,
    { servers, policies }: Parts,
    slices: Slices,
  ): Promise<GrantsInForce | undefined> {
    const current = this.#current;
    if (current === undefined || !this.#distinct) return undefined;
    const byToken = new Map<string, StoredGrant | undefined>();
    const byId = new Map<string, StoredGrant | undefined>();
    // What is given up is free before anything is taken.
    for (const id of changed) {
      if (slices.over) await slices.rest();
      byId.set(id, undefined);
      const old = before.get(id);
      for (const hash of old === undefined ? [] : tokensOf(old)) byToken.set(hash, undefined);
    }
    for (const id of changed) {
      if (slices.over) await slices.rest();
      const one = after.get(id);
      if (one === undefined) continue;
      byId.set(id, one);
      for (const hash of tokensOf(one)) {
        const holder = byToken.has(hash) ? byToken.get(hash) : current.byToken.get(hash);
        if (holder !== undefined && holder.id !== id) return undefined;
        byToken.set(hash, one);
      }
    }
    const [tokens, ids] = [LayeredMap.of(current.byToken), LayeredMap.of(current.byId)];
    const maps = [await tokens.with(byToken, slices), await ids.with(byId, slices)] as const;
    const same = current.reach.servers === servers && current.reach.policies === policies;
    this.#current = same
      ? current.with(...maps, changed)
      : await GrantsInForce.of(...maps, new Reachable(servers, policies), current, slices);
    return this.#current;
  }
}

function tokensOf({ tokenHash, outgoing }: StoredGrant): readonly string[] {
  return outgoing === undefined ? [tokenHash] : [tokenHash, outgoing.tokenHash];
}

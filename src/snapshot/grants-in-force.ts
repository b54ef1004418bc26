import type { GrantTerms, Principal } from '../identity/index.ts';
import type { Slices } from '../kernel/index.ts';
import { OpenedMap } from './opened-map.ts';
import type { Reachable } from './reachable.ts';
import type { Access, Grant, Snapshot } from './snapshot.ts';
import type { StoredGrant } from './stored.ts';

/** What was made of a grant: for its own token, and for one that is on its way out. */
interface Made {
  readonly declared: StoredGrant;
  readonly grant: OpenedGrant;
  leaving: OpenedGrant | undefined;
}

/**
 * The grants of a snapshot. What requests see of one is made when it is first asked for: a change of what all of ten
 * thousand open costs nothing for each of them, and one that nobody uses is never made. Whoever was asked for before stays
 * the same object in all that follow, until it, or something that it opens, is another.
 */
export class GrantsInForce implements Pick<Snapshot, 'grants' | 'grantsById'> {
  readonly grants: ReadonlyMap<string, Grant>;
  readonly grantsById: ReadonlyMap<string, Grant>;
  /** What they are made of. */
  readonly byToken: ReadonlyMap<string, StoredGrant>;
  readonly byId: ReadonlyMap<string, StoredGrant>;
  readonly reach: Reachable;
  /** By id. */
  readonly #made: Map<string, Made>;

  private constructor(
    byToken: ReadonlyMap<string, StoredGrant>,
    byId: ReadonlyMap<string, StoredGrant>,
    reach: Reachable,
    made: Map<string, Made>,
  ) {
    this.byToken = byToken;
    this.byId = byId;
    this.reach = reach;
    this.#made = made;
    const once = (declared: StoredGrant): Made => newlyMade(declared, reach);
    this.grantsById = new OpenedMap(
      byId,
      (declared) => this.#of(declared).grant,
      (declared) => once(declared).grant,
    );
    this.grants = new OpenedMap(
      byToken,
      (declared, hash) => opened(this.#of(declared), hash, reach),
      (declared, hash) => opened(once(declared), hash, reach),
    );
  }

  /**
   * @param byToken by the hash of each token that opens one
   * @param before what was in force, and what was made of it
   * @param slices in which is looked through what was made
   */
  static async of(
    byToken: ReadonlyMap<string, StoredGrant>,
    byId: ReadonlyMap<string, StoredGrant>,
    reach: Reachable,
    before: GrantsInForce | undefined,
    slices: Slices,
  ): Promise<GrantsInForce> {
    const made = new Map<string, Made>();
    if (before === undefined) return new GrantsInForce(byToken, byId, reach, made);
    for (const [id, one] of before.#made) {
      if (slices.over) await slices.rest();
      if (byId.get(id) !== one.declared || !reach.isAsBefore(one.declared.servers, before.reach)) continue;
      one.grant.settle();
      one.leaving?.settle();
      made.set(id, one);
    }
    return new GrantsInForce(byToken, byId, reach, made);
  }

  /** Others of these ids, that open what is in force already. */
  with(
    byToken: ReadonlyMap<string, StoredGrant>,
    byId: ReadonlyMap<string, StoredGrant>,
    changed: ReadonlySet<string>,
  ): GrantsInForce {
    for (const id of changed) this.#made.delete(id);
    return new GrantsInForce(byToken, byId, this.reach, this.#made);
  }

  /** What was made belongs to several snapshots; of a grant that one of them knows otherwise another is made. */
  #of(declared: StoredGrant): Made {
    const known = this.#made.get(declared.id);
    if (known?.declared === declared) return known;
    const made = newlyMade(declared, this.reach);
    this.#made.set(declared.id, made);
    return made;
  }
}

function newlyMade(declared: StoredGrant, reach: Reachable): Made {
  const { id, label, tags, expiresAt, ranges } = declared;
  const limited = expiresAt !== undefined || ranges.length > 0;
  const principal = { organization: 'default', grant: { id, label, tags } };
  const terms = limited ? { expiresAt, ranges } : undefined;
  return { declared, grant: new OpenedGrant(principal, terms, declared.servers, reach), leaving: undefined };
}

/** What a token opens. */
function opened(made: Made, hash: string, reach: Reachable): Grant {
  const { declared, grant } = made;
  const { outgoing, expiresAt, ranges, tokenHash } = declared;
  if (hash === tokenHash || outgoing === undefined) return grant;
  // The same grant in all but how long this token opens it.
  const until = Math.min(outgoing.until, expiresAt ?? outgoing.until);
  made.leaving ??= new OpenedGrant(grant.principal, { expiresAt: until, ranges }, declared.servers, reach);
  return made.leaving;
}

class OpenedGrant implements Grant {
  readonly principal: Principal;
  readonly terms: GrantTerms | undefined;
  readonly servers: ReadonlyMap<string, string>;
  #reach: Reachable | undefined;
  #access: ReadonlyMap<string, Access> | undefined;

  constructor(
    principal: Principal,
    terms: GrantTerms | undefined,
    servers: ReadonlyMap<string, string>,
    reach: Reachable,
  ) {
    this.principal = principal;
    this.terms = terms;
    this.servers = servers;
    this.#reach = reach;
  }

  get access(): ReadonlyMap<string, Access> {
    this.settle();
    return this.#access ?? new Map();
  }

  /** From now on it needs what it reaches, and nothing else of what was in force when it was made. */
  settle(): void {
    this.#access ??= this.#reach?.access(this.servers);
    this.#reach = undefined;
  }
}

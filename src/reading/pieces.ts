import type { Config } from '../config/index.ts';
import type { ConfigPart } from './messages.ts';

/** So many servers or grants are copied from one thread to another in less than a millisecond or two. */
const entriesAtOnce = 200;
/** A text is copied as it is; of several pieces none is to be very long. In UTF-16 units. */
const textAtOnce = 256 * 1024;

const nothing: ConfigPart = { servers: [], policies: [], grants: [] };

/** What there may be very much of in a configuration, in pieces. */
export function* piecesOf({ servers, policies, grants }: Config): Generator<ConfigPart, void, void> {
  for (const some of inGroups(servers, entriesAtOnce, () => 1)) yield { ...nothing, servers: some };
  for (const some of inGroups(policies, textAtOnce, ([, { text }]) => text.length + 1)) {
    yield { ...nothing, policies: some };
  }
  for (const some of inGroups(grants, entriesAtOnce, () => 1)) yield { ...nothing, grants: some };
}

/** The configuration without them. */
export function withoutPieces(config: Config): Config {
  return { ...config, servers: new Map(), policies: new Map(), grants: [] };
}

/** All of it again. */
export class Pieces {
  readonly #servers = new Map<string, Config['servers'] extends ReadonlyMap<string, infer S> ? S : never>();
  readonly #policies = new Map<string, Config['policies'] extends ReadonlyMap<string, infer P> ? P : never>();
  readonly #grants: Config['grants'][number][] = [];

  take({ servers, policies, grants }: ConfigPart): void {
    for (const [slug, server] of servers) this.#servers.set(slug, server);
    for (const [name, policy] of policies) this.#policies.set(name, policy);
    for (const grant of grants) this.#grants.push(grant);
  }

  /** @param rest the configuration without them */
  whole(rest: Config): Config {
    return Object.freeze({ ...rest, servers: this.#servers, policies: this.#policies, grants: this.#grants });
  }
}

/** @param most the weight at which a group ends */
function* inGroups<T>(all: Iterable<T>, most: number, weigh: (one: T) => number): Generator<readonly T[], void, void> {
  let group: T[] = [];
  let weight = 0;
  for (const one of all) {
    group.push(one);
    weight += weigh(one);
    if (weight < most) continue;
    yield group;
    group = [];
    weight = 0;
  }
  if (group.length > 0) yield group;
}

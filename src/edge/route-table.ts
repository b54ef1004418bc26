import type { Route } from './exchange.ts';
import { segmentForm } from './target.ts';

/** The routes of one path, by method. */
export interface Place {
  readonly pattern: string;
  readonly byMethod: ReadonlyMap<string, Route>;
  /** For `Allow`. */
  readonly methods: string;
}

/** A place, and what stands in the path where the pattern has a name. */
export interface Match {
  readonly place: Place;
  readonly params: ReadonlyMap<string, string>;
}

interface Node {
  readonly literal: Map<string, Node>;
  named: Node | undefined;
  place: { pattern: string; byMethod: Map<string, Route>; methods: string; names: string[] } | undefined;
}

const noParams: ReadonlyMap<string, string> = new Map();
const newNode = (): Node => ({ literal: new Map(), named: undefined, place: undefined });

/**
 * The exact route table (threats B63): a path is compared as it came, nothing is decoded, folded or normalised, and a
 * trailing slash is another path. Literal segments win over named ones.
 */
export class RouteTable {
  readonly #root = newNode();
  /** Paths without a name, found in one look. */
  readonly #exact = new Map<string, Match>();

  /** @throws Error when two routes say the same, or a pattern is malformed: a mistake of ours, found at start */
  constructor(routes: Iterable<Route>) {
    for (const route of routes) this.#add(route);
  }

  /** @param path without the query */
  match(path: string): Match | undefined {
    const exact = this.#exact.get(path);
    if (exact !== undefined) return exact;
    if (path.charCodeAt(0) !== 47) return undefined;
    const values: string[] = [];
    const place = find(this.#root, path, 1, values);
    if (place === undefined) return undefined;
    const params = new Map<string, string>();
    for (let i = 0; i < values.length; i++) params.set(place.names[i] ?? '', values[i] ?? '');
    return { place, params };
  }

  #add(route: Route): void {
    const names: string[] = [];
    let node = this.#root;
    if (!route.path.startsWith('/')) throw new Error(`route ${route.path}: no leading slash`);
    for (const segment of route.path === '/' ? [] : route.path.slice(1).split('/')) {
      const name = segment.startsWith(':') ? segment.slice(1) : undefined;
      if (!isSegment(name ?? segment)) throw new Error(`route ${route.path}: malformed segment "${segment}"`);
      if (name === undefined) {
        const next = node.literal.get(segment) ?? newNode();
        node.literal.set(segment, next);
        node = next;
      } else {
        names.push(name);
        node.named ??= newNode();
        node = node.named;
      }
    }
    node.place ??= { pattern: route.path, byMethod: new Map(), methods: '', names };
    const { place } = node;
    if (place.pattern !== route.path || place.byMethod.has(route.method)) {
      throw new Error(`route ${route.method} ${route.path} stands twice`);
    }
    place.byMethod.set(route.method, route);
    place.methods = [...place.byMethod.keys()].join(', ');
    if (names.length === 0) this.#exact.set(route.path, { place, params: noParams });
  }
}

function isSegment(text: string): boolean {
  return segmentForm.test(text) && text !== '.' && text !== '..';
}

/** Walks the segments of `path` from `start`; `values` collects what filled the named ones. */
function find(node: Node, path: string, start: number, values: string[]): NonNullable<Node['place']> | undefined {
  const slash = path.indexOf('/', start);
  const segment = slash === -1 ? path.slice(start) : path.slice(start, slash);
  const literal = node.literal.get(segment);
  if (literal !== undefined) {
    const found = slash === -1 ? literal.place : find(literal, path, slash + 1, values);
    if (found !== undefined) return found;
  }
  if (node.named === undefined || !isSegment(segment)) return undefined;
  values.push(segment);
  const found = slash === -1 ? node.named.place : find(node.named, path, slash + 1, values);
  if (found === undefined) values.pop();
  return found;
}

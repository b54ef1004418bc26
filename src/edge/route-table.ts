import type { Route } from './exchange.ts';
import { segmentForm } from './target.ts';

/** The routes of one path, by method. */
export interface PathRoutes {
  readonly pattern: string;
  readonly byMethod: ReadonlyMap<string, Route>;
  /** For `Allow`. */
  readonly methods: string;
}

/** The routes of the path that was asked for, and what stands in the path where the pattern has a name. */
export interface Match {
  readonly routes: PathRoutes;
  readonly params: ReadonlyMap<string, string>;
}

interface OwnPathRoutes {
  readonly pattern: string;
  readonly byMethod: Map<string, Route>;
  methods: string;
  readonly names: readonly string[];
}

interface Node {
  readonly literal: Map<string, Node>;
  named: Node | undefined;
  /** What owns all that lies below. */
  below: OwnPathRoutes | undefined;
  routes: OwnPathRoutes | undefined;
}

/** Clients call few paths, and to find one by its segments costs 0.7 µs. Whoever tries out many of them fills no memory. */
const mostKnown = 1_000;
const longestKnown = 100;

const noParams: ReadonlyMap<string, string> = new Map();
const newNode = (): Node => ({ literal: new Map(), named: undefined, below: undefined, routes: undefined });

/**
 * The exact route table (threats B63): a path is compared as it came, nothing is decoded, folded or normalised, and a
 * trailing slash is another path. Literal segments win over named ones, and both over what owns all below.
 */
export class RouteTable {
  readonly #root = newNode();
  /** Paths that are found in one look: those without a name, and, of those with one, the first that were asked for. */
  readonly #known = new Map<string, Match>();

  /** @throws Error when two routes say the same, or a pattern is malformed: a mistake of ours, found at start */
  constructor(routes: Iterable<Route>) {
    for (const route of routes) this.#add(route);
  }

  /** @param path without the query */
  match(path: string): Match | undefined {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    if (path.charCodeAt(0) !== 47) return undefined;
    const values: string[] = [];
    const routes = find(this.#root, path, 1, values);
    if (routes === undefined) return this.#below(path);
    const params = new Map<string, string>();
    for (let i = 0; i < values.length; i++) params.set(routes.names[i] ?? '', values[i] ?? '');
    const match = { routes, params };
    if (this.#known.size < mostKnown && path.length <= longestKnown) this.#known.set(path, match);
    return match;
  }

  /** The deepest prefix that owns a path, every segment of which is well-formed. */
  #below(path: string): Match | undefined {
    let routes: PathRoutes | undefined;
    let node: Node | undefined = this.#root;
    for (const segment of path.slice(1).split('/')) {
      if (!isSegment(segment)) return undefined;
      routes = node?.below ?? routes;
      node = node?.literal.get(segment);
    }
    return routes && { routes, params: noParams };
  }

  #add(route: Route): void {
    const names: string[] = [];
    let node = this.#root;
    const whole = route.path.endsWith('/*');
    const path = whole ? route.path.slice(0, -2) : route.path;
    if (!path.startsWith('/')) throw new Error(`route ${route.path}: no leading slash`);
    for (const segment of path === '/' ? [] : path.slice(1).split('/')) {
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
    if (whole && names.length > 0) throw new Error(`route ${route.path}: a prefix has no names`);
    const fresh = { pattern: route.path, byMethod: new Map<string, Route>(), methods: '', names };
    const routes = whole ? (node.below ?? fresh) : (node.routes ?? fresh);
    if (whole) node.below = routes;
    else node.routes = routes;
    if (routes.pattern !== route.path || routes.byMethod.has(route.method)) {
      throw new Error(`route ${route.method} ${route.path} stands twice`);
    }
    routes.byMethod.set(route.method, route);
    routes.methods = [...routes.byMethod.keys()].join(', ');
    if (!whole && names.length === 0) this.#known.set(route.path, { routes, params: noParams });
  }
}

function isSegment(text: string): boolean {
  return segmentForm.test(text) && text !== '.' && text !== '..';
}

/** Walks the segments of `path` from `start`; `values` collects what filled the named ones. */
function find(node: Node, path: string, start: number, values: string[]): NonNullable<Node['routes']> | undefined {
  const slash = path.indexOf('/', start);
  const segment = slash === -1 ? path.slice(start) : path.slice(start, slash);
  const literal = node.literal.get(segment);
  if (literal !== undefined) {
    const found = slash === -1 ? literal.routes : find(literal, path, slash + 1, values);
    if (found !== undefined) return found;
  }
  if (node.named === undefined || !isSegment(segment)) return undefined;
  values.push(segment);
  const found = slash === -1 ? node.named.routes : find(node.named, path, slash + 1, values);
  if (found === undefined) values.pop();
  return found;
}

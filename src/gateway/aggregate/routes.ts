import type { Grant } from '../../snapshot/index.ts';
import type { Listing } from '../lists/page.ts';

/** Two servers say of a resource that it is theirs. */
export const disputed = Symbol('disputed');

/** Most URIs and most templates that are remembered for one grant. */
const mostRoutes = 20_000;
/** Most letters of all of them: a URI may be as long as an answer. */
const mostLetters = 4 * 1024 * 1024;

/**
 * Which server a resource belongs to, as far as the servers have said so to this grant. A URI has no slug in it, since
 * servers put it in their results as it is.
 */
export class Routes {
  /** `undefined`: two servers claim it. */
  readonly #resources = new Map<string, string | undefined>();
  readonly #templates = new Map<string, string | undefined>();
  /** Of all that is remembered. */
  letters = 0;
  /** Monotonic ms of the last time that all servers were asked for what they have. */
  askedAt = Number.NEGATIVE_INFINITY;

  /** A server says that it has this. What another server claims as well is nobody's. Prompts bear their slug. */
  learn(kind: Listing['kind'], name: string, slug: string): void {
    if (kind === 'prompt') return;
    const known = kind === 'resource' ? this.#resources : this.#templates;
    if (known.has(name)) {
      if (known.get(name) !== slug) known.set(name, undefined);
    } else if (known.size < mostRoutes && this.letters + name.length <= mostLetters) {
      // What had no room never has any later: nobody can claim for itself what another listed in vain.
      this.letters += name.length;
      known.set(name, slug);
    }
  }

  /**
   * The server that listed the resource, or whose template makes it.
   *
   * @param uri a URI, or a template where a completion names one
   * @returns {@link disputed} when several servers do; `undefined` when none does
   */
  find(uri: string): string | typeof disputed | undefined {
    if (this.#resources.has(uri)) return this.#resources.get(uri) ?? disputed;
    if (this.#templates.has(uri)) return this.#templates.get(uri) ?? disputed;
    const slugs = new Set<string | undefined>();
    for (const [template, slug] of this.#templates) if (makes(template, uri)) slugs.add(slug);
    if (slugs.size === 0) return undefined;
    const [only] = slugs;
    return slugs.size > 1 || only === undefined ? disputed : only;
  }
}

/** Whether a template (RFC 6570) could make a URI: each expression stands for any run of characters. */
function makes(template: string, uri: string): boolean {
  const [first = '', ...literals] = template.split(/\{[^{}]*\}/);
  if (literals.length === 0) return template === uri;
  const last = literals.pop() ?? '';
  if (!uri.startsWith(first) || uri.length < first.length + last.length || !uri.endsWith(last)) return false;
  const middle = uri.slice(first.length, uri.length - last.length);
  let at = 0;
  for (const literal of literals) {
    const found = middle.indexOf(literal, at);
    if (found < 0) return false;
    at = found + literal.length;
  }
  return true;
}

/** A reload makes new grants, and so forgets what is known here. */
const known = new WeakMap<Grant, Routes>();

export function routesOf(grant: Grant): Routes {
  let routes = known.get(grant);
  if (routes === undefined) {
    routes = new Routes();
    known.set(grant, routes);
  }
  return routes;
}

import { hash } from 'node:crypto';

/** Many clients refuse a longer name (docs/protocol.md, "One URL for all servers"). */
const mostCharacters = 64;
const digestCharacters = 10;
const separator = '__';

/**
 * The name of one server's tool at the URL of all servers: `<slug>__<tool>`. A longer one is cut, and ends in a digest
 * of the tool's whole name, so that it is the same in every list and on every gateway. It is resolved by looking it up
 * among the names of a table, never by taking it apart.
 */
export function outerName(slug: string, name: string): string {
  const whole = `${slug}${separator}${name}`;
  if (whole.length <= mostCharacters) return whole;
  const digest = hash('sha256', name, 'hex').slice(0, digestCharacters);
  return `${whole.slice(0, mostCharacters - digestCharacters - 1)}_${digest}`;
}

/** A slug has no underscore, so at most one of them begins a name. */
export function slugIn(name: string, slugs: Iterable<string>): string | undefined {
  for (const slug of slugs) if (name.startsWith(slug + separator)) return slug;
  return undefined;
}

/** What stands behind the slug: the inner name, unless it was cut. */
export function restOf(name: string, slug: string): string {
  return name.slice(slug.length + separator.length);
}

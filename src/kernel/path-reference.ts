/** What may stand in one segment of a path as it is: unreserved characters (RFC 3986, 2.3), no `~` first. */
const plain = /^(?!\.{1,2}$)[A-Za-z0-9._-][A-Za-z0-9._~-]*$/;

/**
 * Writes a name or id so that it can stand in one segment of a path. The route table decodes nothing (threats B63), and a
 * label may hold `/`, `@` or `:`: what is not made of unreserved characters is written as `~` and its UTF-8 in base64url.
 */
export function toPathReference(value: string): string {
  return plain.test(value) ? value : `~${Buffer.from(value).toString('base64url')}`;
}

/** Reads what `toPathReference` wrote. @returns undefined for anything that it would not have written */
export function fromPathReference(segment: string): string | undefined {
  if (!segment.startsWith('~')) return segment;
  const value = Buffer.from(segment.slice(1), 'base64url').toString();
  return toPathReference(value) === segment ? value : undefined;
}

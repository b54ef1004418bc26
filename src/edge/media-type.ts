/** A media type with parameters, each a token or a quoted string without escapes. */
const form = /^([!#$%&'*+.^_`|~0-9a-z-]+\/[!#$%&'*+.^_`|~0-9a-z-]+)(?:[ \t]*;[ \t]*charset=(?:utf-8|"utf-8"))?$/i;

/**
 * Whether a body declared so may be read (threats B09). The only parameter there may be is `charset=utf-8`: any other
 * would say that the bytes mean something else than what the scanner reads in them.
 *
 * @param declared the `Content-Type`, `undefined` when there is none
 * @param accepts lower-case media types
 */
export function acceptsMediaType(declared: string | undefined, accepts: readonly string[]): boolean {
  if (declared === undefined) return false;
  if (accepts.includes(declared)) return true;
  const type = form.exec(declared)?.[1];
  return type !== undefined && accepts.includes(type.toLowerCase());
}

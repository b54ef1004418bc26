type Parts = [whole: string, scheme: string, authority: string | undefined, path: string];

const shape = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)/;

/**
 * Whether a resource URI stands in the one spelling that may be judged (policy language, section 1, "Names"): nobody
 * down the line can read it as another one. URIs are compared byte for byte after this, opaque ones too.
 *
 * @returns why it is refused, `undefined` when it is not
 */
export function uriFault(uri: string): string | undefined {
  const parts = shape.exec(uri);
  if (parts === null) return 'no scheme in lower case';
  const [, scheme, authority, path] = parts as unknown as Parts;
  const shared = anywhereFault(uri);
  if (shared !== undefined) return shared;
  const faulty = authority === undefined ? undefined : authorityFault(scheme, authority);
  if (faulty !== undefined) return faulty;
  return path.split('/').some((segment) => segment === '.' || segment === '..') ? 'a dot segment' : undefined;
}

/** What may not stand between the slashes, of a URI or of the beginning of one. */
export function authorityFault(scheme: string, authority: string): string | undefined {
  if (authority.includes('@')) return 'user information';
  if (/\p{Lu}/u.test(authority)) return 'a host that is not in lower case';
  return scheme === 'file' && authority !== '' ? 'a host in a file URI' : undefined;
}

/** What no URI may hold, wherever it stands. */
export function anywhereFault(text: string): string | undefined {
  if (/%2e|%2f|%5c/i.test(text)) return 'an encoded dot, slash or backslash';
  if (/[\s\p{Cc}\\]/u.test(text)) return 'white space, a control character or a backslash';
  return undefined;
}

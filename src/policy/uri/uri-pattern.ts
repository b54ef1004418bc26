import { anywhereFault, authorityFault, uriFault } from './canonical-uri.ts';

/**
 * Why a URI pattern could never match a URI that may be judged; `undefined` when it could. What stands behind the
 * first star is only looked at where no URI could hold it.
 */
export function uriPatternFault(pattern: string): string | undefined {
  if (pattern === '') return 'an empty pattern';
  const star = pattern.indexOf('*');
  if (star < 0) return uriFault(pattern);
  const shared = anywhereFault(pattern) ?? (/\/\.\.?\//.test(pattern) ? 'a dot segment' : undefined);
  if (shared !== undefined) return shared;
  const literal = pattern.slice(0, star);
  if (!/^(?:$|[a-z][a-z0-9+.-]*(?:$|:))/.test(literal)) return 'a scheme that is not in lower case';
  const [, scheme = '', authority] = /^([^:/]*):\/\/([^/?#]*)/.exec(literal) ?? [];
  return authority === undefined ? undefined : authorityFault(scheme, authority);
}

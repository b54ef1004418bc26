import { anywhereFault, uriFault } from './canonical-uri.ts';

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
  const authority = literal.indexOf(':') + 1;
  if (!literal.startsWith('//', authority)) return undefined;
  const rest = literal.slice(authority + 2);
  const end = rest.search(/[/?#]/);
  const host = end < 0 ? rest : rest.slice(0, end);
  if (host.includes('@')) return 'user information';
  if (/[A-Z]/.test(host)) return 'a host that is not in lower case';
  if (literal.startsWith('file:') && host !== '') return 'a host in a file URI';
  return undefined;
}

import { globMatches } from './glob.ts';

/** One entry that matches a call, with the JSON pointer at which it stands. */
export interface Entry<Rules> {
  readonly pattern: string;
  readonly pointer: string;
  readonly rules: Rules;
}

/**
 * Section 1: "**All** entries that match a call apply". Section 3: "the pointer is the first refusing entry by exact
 * name, globs in code-point order".
 */
export function matching<Rules>(
  root: string,
  entries: { readonly [pattern: string]: Rules } | undefined,
  name: string,
): readonly Entry<Rules>[] {
  return Object.entries(entries ?? {})
    .filter(([pattern]) => globMatches(pattern, name))
    .sort(([a], [b]) => byRank(a, b, name))
    .map(([pattern, rules]) => ({ pattern, pointer: `/${root}/${escapePointer(pattern)}`, rules }));
}

/** RFC 6901. */
function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

export function byRank(a: string, b: string, name: string): number {
  if (a === name || b === name) return Number(b === name) - Number(a === name);
  return compareCodePoints(Array.from(a), Array.from(b));
}

function compareCodePoints(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((c, i) => c !== b[i]);
  if (at === -1) return a.length - b.length;
  return (a[at]?.codePointAt(0) ?? -1) - (b[at]?.codePointAt(0) ?? -1);
}

import { maxPatternBytes } from '../../policy/read/index.ts';

/** Resources of one place that make a pattern. */
const least = 3;

/**
 * Patterns that stand for resources: each by itself, or all below one place where many of it were read.
 *
 * @param generalise whether places may stand for what is in them
 */
export function resourcePatterns(uris: ReadonlySet<string>, generalise: boolean): readonly string[] {
  const byPlace = Map.groupBy(uris, placeOf);
  const patterns = [...byPlace].flatMap(([place, members]) =>
    generalise && place !== undefined && members.length >= least ? [`${place}*`] : members,
  );
  return [...new Set(patterns.map(fitting))].toSorted();
}

/** A policy takes no longer pattern: what is cut off is left open. */
function fitting(pattern: string): string {
  if (Buffer.byteLength(pattern) <= maxPatternBytes) return pattern;
  const { read } = new TextEncoder().encodeInto(pattern, new Uint8Array(maxPatternBytes - 1));
  return `${pattern.slice(0, read)}*`;
}

/** Up to the last slash, where something stands between it and the host. */
function placeOf(uri: string): string | undefined {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#*]*\/(?:[^?#*]*\/)?(?=[^/?#*]+$)/.exec(uri)?.[0];
}

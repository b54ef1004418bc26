import { type Glob, globMatches, globOf } from '../operators/glob.ts';
import { byCodePoint } from './code-points.ts';

interface Slot<T> {
  readonly glob: Glob;
  readonly value: T;
}

/**
 * Finds the entries whose pattern stands for a name without looking at the others: exact names in a map, globs by
 * what stands before the first and after the last star. A hundred thousand rules cost a call what ten do.
 */
export class PatternIndex<T> {
  readonly #exact = new Map<string, T[]>();
  /** By length of prefix and suffix, then by both texts. Inside, in the order in which they are reported. */
  readonly #globs = new Map<
    string,
    { readonly prefix: number; readonly suffix: number; readonly by: Map<string, Slot<T>[]> }
  >();

  /** @param entries pattern and value; values of equal patterns keep their order */
  constructor(entries: Iterable<readonly [pattern: string, value: T]>) {
    for (const [pattern, value] of entries) {
      const glob = globOf(pattern);
      if (glob.exact) push(this.#exact, pattern, value);
      else {
        const [prefix, suffix] = [glob.prefix.length, glob.suffix.length];
        const kind = `${prefix},${suffix}`;
        let shape = this.#globs.get(kind);
        if (shape === undefined) {
          shape = { prefix, suffix, by: new Map() };
          this.#globs.set(kind, shape);
        }
        push(shape.by, glob.prefix + glob.suffix, { glob, value });
      }
    }
  }

  /** Every entry that stands for `name`: exact ones first, then globs in code-point order. */
  match(name: string): readonly T[] {
    const exact = this.#exact.get(name) ?? [];
    const found: Slot<T>[] = [];
    for (const { prefix, suffix, by } of this.#globs.values()) {
      if (prefix + suffix > name.length) continue;
      const slots = by.get(name.slice(0, prefix) + name.slice(name.length - suffix));
      if (slots !== undefined) for (const slot of slots) if (globMatches(slot.glob, name)) found.push(slot);
    }
    if (found.length === 0) return exact;
    found.sort((a, b) => byCodePoint(a.glob.source, b.glob.source));
    return [...exact, ...found.map((slot) => slot.value)];
  }
}

const empty = new PatternIndex<never>([]);

/** An index of these entries. Most policies have none of most kinds, and those share one. */
export function patternIndex<T>(entries: readonly (readonly [pattern: string, value: T])[]): PatternIndex<T> {
  return entries.length === 0 ? empty : new PatternIndex(entries);
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

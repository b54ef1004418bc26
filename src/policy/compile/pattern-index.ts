import { type Glob, globMatches, globOf } from '../operators/glob.ts';
import { byCodePoint } from './code-points.ts';

/** A pattern, and what stands behind it. */
export type Entry<T> = readonly [pattern: string, value: T];

interface Slot<T> {
  readonly glob: Glob;
  readonly entry: Entry<T>;
}

/** So many entries are indexed while a call waits. */
const few = 64;

/**
 * Finds the entries whose pattern stands for a name without looking at the others: exact names in a map, globs by
 * what stands before the first and after the last star. A hundred thousand rules cost a call what ten do. What has few
 * entries is indexed when it is first asked: of many small policies most never are.
 */
export class PatternIndex<T> {
  readonly #exact = new Map<string, Entry<T>[]>();
  /** By length of prefix and suffix, then by both texts. Inside, in the order in which they are reported. */
  readonly #globs = new Map<
    string,
    { readonly prefix: number; readonly suffix: number; readonly by: Map<string, Slot<T>[]> }
  >();

  /** @param entries pattern and value; values of equal patterns keep their order */
  constructor(entries: readonly Entry<T>[]) {
    for (const entry of entries) {
      const [pattern] = entry;
      const glob = globOf(pattern);
      if (glob.exact) push(this.#exact, pattern, entry);
      else {
        const [prefix, suffix] = [glob.prefix.length, glob.suffix.length];
        const kind = `${prefix},${suffix}`;
        let shape = this.#globs.get(kind);
        if (shape === undefined) {
          shape = { prefix, suffix, by: new Map() };
          this.#globs.set(kind, shape);
        }
        push(shape.by, glob.prefix + glob.suffix, { glob, entry });
      }
    }
  }

  /** Every entry that stands for `name`: exact ones first, then globs in code-point order. */
  match(name: string): readonly Entry<T>[] {
    const exact = this.#exact.get(name) ?? [];
    const found: Slot<T>[] = [];
    for (const { prefix, suffix, by } of this.#globs.values()) {
      if (prefix + suffix > name.length) continue;
      const slots = by.get(name.slice(0, prefix) + name.slice(name.length - suffix));
      if (slots !== undefined) for (const slot of slots) if (globMatches(slot.glob, name)) found.push(slot);
    }
    if (found.length === 0) return exact;
    found.sort((a, b) => byCodePoint(a.glob.source, b.glob.source));
    return [...exact, ...found.map(({ entry }) => entry)];
  }
}

const nothing: readonly never[] = [];

/** @returns finds every entry that stands for a name, as `PatternIndex` does */
export function matcherOf<T>(entries: readonly Entry<T>[]): (name: string) => readonly Entry<T>[] {
  if (entries.length === 0) return () => nothing;
  let index = entries.length > few ? new PatternIndex(entries) : undefined;
  return (name) => {
    index ??= new PatternIndex(entries);
    return index.match(name);
  };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Entries of a lexicon, the longest first, so that the most particular one is found. */
export function longestFirst<T>(table: readonly (readonly [T, string])[]): (readonly [string, T])[] {
  return table
    .flatMap(([id, stems]) =>
      stems
        .trim()
        .split(/\s+/)
        .map((stem) => [stem, id] as const),
    )
    .sort((one, other) => other[0].length - one[0].length);
}

/** Stems by their first two letters. */
export type Stems<T> = ReadonlyMap<string, readonly (readonly [string, T])[]>;

/** Prepares a lexicon of stems for `byStem`. */
export function stemsOf<T>(table: readonly (readonly [T, string])[]): Stems<T> {
  const map = new Map<string, (readonly [string, T])[]>();
  for (const entry of longestFirst(table)) {
    const key = entry[0].slice(0, 2);
    const list = map.get(key);
    if (list === undefined) map.set(key, [entry]);
    else list.push(entry);
  }
  return map;
}

/** @returns what a word means by its stem; a stem that ends in `$` is the whole word */
export function byStem<T>(word: string, stems: Stems<T>): T | undefined {
  for (const [stem, id] of stems.get(word.slice(0, 2)) ?? []) {
    if (stem.endsWith('$') ? word === stem.slice(0, -1) : word.startsWith(stem)) return id;
  }
  return undefined;
}

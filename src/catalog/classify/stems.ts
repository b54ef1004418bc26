/** A word as it is written where accents are left out: `telecharger`. */
function unaccented(word: string): string {
  return /[à-žё]/.test(word) ? word.normalize('NFD').replace(/[\u0300-\u0307\u0309-\u036f]/g, '') : word;
}

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
  for (const [stem, id] of longestFirst(table)) {
    const entry = [unaccented(stem), id] as const;
    const key = entry[0].slice(0, 2);
    const list = map.get(key);
    if (list === undefined) map.set(key, [entry]);
    else list.push(entry);
  }
  return map;
}

/** @returns what a word means by its stem; a stem that ends in `$` is the whole word */
export function byStem<T>(word: string, stems: Stems<T>): T | undefined {
  const bare = unaccented(word);
  for (const [stem, id] of stems.get(bare.slice(0, 2)) ?? []) {
    if (stem.endsWith('$') ? bare === stem.slice(0, -1) : bare.startsWith(stem)) return id;
  }
  return undefined;
}

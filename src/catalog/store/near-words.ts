import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Words that share pieces with the one that was typed, before the distance to each is taken. */
const mostCandidates = 200;
const mostNear = 6;

/** Finds what somebody may have meant by a word that the catalogue does not have. */
export class NearWords {
  readonly #candidates: StatementSync;

  constructor(database: DatabaseSync) {
    this.#candidates = database.prepare(
      `SELECT word, tools FROM vocabulary WHERE id IN (SELECT rowid FROM near_word WHERE near_word MATCH ?)
       AND length(word) BETWEEN ? AND ? ORDER BY tools DESC LIMIT ${mostCandidates}`,
    );
  }

  /** @returns words of the index, the nearest first; none for a word too short to tell */
  of(word: string): string[] {
    const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    const letters = Array.from(word);
    if (most === 0) return [];
    const pieces = letters.slice(0, -2).map((_, at) => `"${letters.slice(at, at + 3).join('')}"`);
    // A typo in the middle of a short word spoils every piece; the swapped neighbours bring one back.
    for (let at = 0; at < letters.length - 1; at++) {
      const swapped = [...letters];
      swapped.splice(at, 2, letters[at + 1] ?? '', letters[at] ?? '');
      for (const from of [at - 1, at]) {
        const piece = swapped.slice(Math.max(0, from), Math.max(0, from) + 3);
        if (piece.length === 3) pieces.push(`"${piece.join('')}"`);
      }
    }
    return this.#candidates
      .all([...new Set(pieces)].join(' OR '), letters.length - most, letters.length + most)
      .map((row) => ({ word: String(row.word), tools: Number(row.tools) }))
      .map((one) => ({ ...one, distance: distance(letters, Array.from(one.word), most) }))
      .filter(({ distance: far }) => far <= most)
      .sort((one, other) => one.distance - other.distance || other.tools - one.tools)
      .slice(0, mostNear)
      .map((one) => one.word);
  }
}

/** Damerau–Levenshtein with adjacent swaps, given up above `most`. */
function distance(one: readonly string[], other: readonly string[], most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      let least = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    if (Math.min(...row) > most) return most + 1;
    before = last;
    last = row;
  }
  return last[other.length] ?? most + 1;
}

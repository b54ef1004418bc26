/** A word of a document may be as long as the document, and comparing takes the product of two lengths. */
const longest = 64;

/**
 * The known word that a mistyped one is nearest to.
 *
 * @returns the first of the nearest; `undefined` where none is near: more than a third of the letters would have to change
 *   (two for short words), or all that it has
 */
export function nearestWord(word: string, known: Iterable<string>): string | undefined {
  if (word.length > longest) return undefined;
  const lower = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    // As many letters as the one is longer have to come or go.
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(lower, candidate.toLowerCase());
    if (distance < bestDistance && distance < candidate.length) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Insertions, deletions, substitutions and swaps of neighbours that lead from one word to the other. */
function editDistance(a: string, b: string): number {
  const width = b.length + 1;
  /** Row by row: how far the first `i` letters of `a` are from the first `j` of `b`. */
  const table = new Uint16Array((a.length + 1) * width);
  const distance = (i: number, j: number): number => table[i * width + j] as number;
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      let cost = i + j;
      if (i > 0 && j > 0) {
        const same = a[i - 1] === b[j - 1] ? 0 : 1;
        cost = Math.min(distance(i - 1, j) + 1, distance(i, j - 1) + 1, distance(i - 1, j - 1) + same);
        if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, distance(i - 2, j - 2) + 1);
      }
      table[i * width + j] = cost;
    }
  }
  return distance(a.length, b.length);
}

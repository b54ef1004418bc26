/**
 * Rows of several questions as one list. What is asked for by one thing or another is asked for twice, each time by an
 * index that has the rows in order: one question with an "or" in it would be answered by sorting all that match.
 *
 * @param lists each in the order that `compare` tells, and as long as the list is to be, where there is so much
 * @param id by which a row that several questions found is one
 * @param limit most rows
 */
export function merged<R>(
  lists: readonly (readonly R[])[],
  id: (row: R) => string | number,
  compare: (a: R, b: R) => number,
  limit: number,
): R[] {
  const [only, ...others] = lists;
  if (only !== undefined && others.length === 0) return only.slice(0, limit);
  const each = new Map(lists.flat().map((row) => [id(row), row]));
  return [...each.values()].sort(compare).slice(0, limit);
}

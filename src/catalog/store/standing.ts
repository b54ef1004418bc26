/**
 * How much the word of a source counts against another's, where both define the same tool. What was listed by the
 * server itself counts more than what somebody wrote down.
 */
const standings: ReadonlyMap<string, number> = new Map([
  ['live', 60],
  ['npm', 55],
  ['registry', 45],
  ['docker', 40],
  ['toolhive', 40],
  ['metorial', 35],
]);

/** What a definition without a description loses: it tells a reader less. */
const untold = 30;

/** @param whole whether the definition has what its server says of it, and not its bare facts alone */
export function standingOf(source: string, whole: boolean): number {
  return (standings.get(source) ?? 20) - (whole ? 0 : untold);
}

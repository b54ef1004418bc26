/** Something that a run is asked to show, and whether it did. */
export interface Verdict {
  readonly what: string;
  readonly holds: boolean;
}

/** Says each verdict on a line of its own; the process ends with 1 where one does not hold. */
export function tellVerdicts(verdicts: readonly Verdict[]): void {
  for (const { what, holds } of verdicts) console.log(`${holds ? 'yes' : 'NO '} ${what}`);
  if (!verdicts.every(({ holds }) => holds)) process.exitCode = 1;
}

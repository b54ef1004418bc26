import type { ChangesRun } from '../changes/changes-run.ts';

/** Changes or reloads while calls go through. */
export function changesOf(how: string, run: ChangesRun | undefined): string {
  if (run === undefined) return `- ${how}: not run beyond the slice that runs with every test.`;
  return `- ${how}: ${run.changes} changes and ${run.calls} calls, ${(run.calls / run.seconds).toFixed(0)} a second for ${run.seconds.toFixed(0)} seconds; ${run.versions} versions, ${run.refused} calls correctly refused, **${run.faults}** failed, mixed, missing on the record or otherwise wrong.`;
}

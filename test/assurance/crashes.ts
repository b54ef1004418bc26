import { reportsNamed } from './reports.ts';

interface CrashRun {
  readonly seed: number;
  readonly killedAtWork: number;
  readonly killedAtStart: number;
  readonly forwarded: number;
  readonly answered: number;
  readonly interrupted: number;
  readonly failed: readonly string[];
}

/** Runs of several seeds, one after the other, and what they came to together. */
export function crashes(): string {
  const runs = reportsNamed<CrashRun>(/^crash-/);
  if (runs.length === 0) return 'Not run beyond the slice that runs with every test.';
  const sum = (of: (run: CrashRun) => number): number => runs.reduce((total, run) => total + of(run), 0);
  const failed = runs.flatMap((run) => run.failed);
  return `Killed ${sum((run) => run.killedAtWork)} times at work and ${sum((run) => run.killedAtStart)} times while starting (seeds ${runs
    .map(({ seed }) => seed)
    .toSorted((a, b) => a - b)
    .join(', ')}): ${sum((run) => run.forwarded)} calls had been forwarded, ${sum((run) => run.answered)} answered,
${sum((run) => run.interrupted)} are on the record as interrupted. ${failed.length === 0 ? 'Nothing that was promised was missing.' : `Failed: ${failed.join('; ')}.`}`;
}

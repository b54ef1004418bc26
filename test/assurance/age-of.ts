import type { AgeReport } from '../soak/age.ts';
import { ageVerdicts, heapPerHour, heldOver } from '../soak/age-verdicts.ts';
import { table } from './table.ts';

/** The life of one gateway, judged by the verdicts as they are now. */
export function ageOf(run: AgeReport | undefined): string {
  const [first, last] = [run?.samples[run.plan.warmUp], run?.samples.at(-1)];
  if (run === undefined || first === undefined || last === undefined) return 'Not run.';
  const held = (['residentMb', 'heapMb'] as const).map(
    (name) => `${first[name].toFixed(1)} → ${last[name].toFixed(1)}`,
  );
  const noes = ageVerdicts(run)
    .filter(([, holds]) => !holds)
    .map(([what]) => what);
  return `${(last.hours * 60).toFixed(0)} minutes, ${last.turns} turns, measured ${run.samples.length} times, ${run.plan.warmUp} of them during the warm-up. After it, the heap
after a collection went ${held[1]} MB: ${heapPerHour(run.samples.slice(run.plan.warmUp)).toFixed(2)} MB an hour, by the line through all measurements (goal: less than 1). Resident memory went ${held[0]} MB.
${run.failed} turns were answered wrongly${run.failed === 0 ? '' : ` (${run.failures.map((each) => each.replace(/^.*?"message":"([^"]*)".*$/s, '$1')).join(' ')})`}; ${run.unhandled.length} unhandled rejections or warnings of leaks.

${table(
  [
    'held, when nobody asks for anything',
    'after the warm-up',
    'at the end',
    'lowest',
    'highest',
    'at most',
    'rise',
    'at most',
  ],
  heldOver(run).map(({ name, ends, lowest, highest, most, rise, mostRise }) => [
    name,
    ...[...ends, lowest, highest, Math.floor(most), Math.round(rise), Math.floor(mostRise)].map(String),
  ]),
)}

${noes.length === 0 ? 'None of this grows, and no look is higher than it may be.' : `Wrong: ${noes.join('; ')}.`}`;
}

import type { AgeReport, Sample } from './age.ts';
import { slope } from './slope.ts';

export type Verdict = readonly [what: string, holds: boolean];

/** What the heap of the main thread may grow by, in MB an hour. */
const mostHeapPerHour = 1;

/** Kept connections come and go, so what hangs on them differs from one look to the next. */
const noise = (count: number): number => 12 + count * 0.03;

/**
 * What a life has shown. It must be long enough for what grows to stand out: over minutes, noise alone makes a slope.
 *
 * @param isLong whether the heap's slope is judged, too
 */
export function ageVerdicts({ plan, samples, unhandled, failed }: AgeReport, isLong = true): readonly Verdict[] {
  const counted = samples.slice(plan.warmUp);
  const names = new Set(counted.flatMap(({ counts }) => Object.keys(counts)));
  const perHour = heapPerHour(counted);
  return [
    ['every turn was answered as it must be', failed === 0],
    ['no promise was rejected unheard, and no warning was given', unhandled.length === 0],
    ...Array.from(names, (name): Verdict => {
      const [before, after] = ends(counted, name);
      return [`${name}: ${before}, at the end ${after}`, after <= before + (exact.has(name) ? 0 : noise(before))];
    }),
    ...(isLong
      ? [[`the heap grew by ${perHour.toFixed(2)} MB an hour`, perHour < mostHeapPerHour] satisfies Verdict]
      : []),
  ];
}

/** What has no noise. */
const exact = new Set(['children', 'calls in flight', 'calls at the server', 'threads']);

/** MB an hour, by the straight line through all samples. */
export function heapPerHour(samples: readonly Sample[]): number {
  return slope(samples.map(({ hours, heapMb }) => [hours, heapMb] as const));
}

/** The medians of the first third and of the last, of the looks at which it was counted. */
function ends(samples: readonly Sample[], name: string): readonly [before: number, after: number] {
  const seen = samples.flatMap(({ counts }) => counts[name] ?? []);
  const third = Math.max(1, Math.floor(seen.length / 3));
  return [median(seen.slice(0, third)), median(seen.slice(-third))];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

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
  const perHour = heapPerHour(counted);
  return [
    ['every turn was answered as it must be', failed === 0],
    ['no promise was rejected unheard, and no warning was given', unhandled.length === 0],
    ...countsAtEnds({ plan, samples }).map(([name, before, after]): Verdict => {
      const holds = after <= before + (exact.has(name) ? 0 : noise(before));
      return [`${name}: ${before}, at the end ${after}`, holds];
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

/** What was counted, by name: the medians of the first third of the looks and of the last, warmed up. */
export function countsAtEnds({
  plan,
  samples,
}: Pick<AgeReport, 'plan' | 'samples'>): readonly (readonly [name: string, before: number, after: number])[] {
  const counted = samples.slice(plan.warmUp);
  return Array.from(new Set(counted.flatMap(({ counts }) => Object.keys(counts))), (name) => {
    const seen = counted.flatMap(({ counts }) => counts[name] ?? []);
    const third = Math.max(1, Math.floor(seen.length / 3));
    return [name, median(seen.slice(0, third)), median(seen.slice(-third))];
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

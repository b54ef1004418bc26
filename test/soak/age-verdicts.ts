import { type AgeReport, mostAtOnce, type Sample } from './age.ts';
import { mostSessions, turnsOfRound } from './life.ts';
import { slope } from './slope.ts';

export type Verdict = readonly [what: string, holds: boolean];

/** What was held of one kind over a life, warmed up, and what may be. */
export interface Held {
  readonly name: string;
  /** Medians of the first third of the looks and of the last; of what comes and goes, the lowest. */
  readonly ends: readonly [before: number, after: number];
  readonly lowest: number;
  readonly highest: number;
  /** What the highest may be. */
  readonly most: number;
  /** By the straight line through all looks, from the first to the last. */
  readonly rise: number;
  readonly mostRise: number;
}

/** What the heap of the main thread may grow by, in MB an hour. */
const mostHeapPerHour = 1;
/** What the heap differs by although nothing was kept: 0.6 from one look to the next, and 1.6 when shared facts are forgotten. */
const heapNoiseMb = 3;
/** The same for what is resident, of which the allocator gives back what it likes: 25 in lives that keep nothing. */
const residentNoiseMb = 64;

/**
 * Sockets of a gateway that nobody asks for anything: a session has one to its server, a turn that was under way one from
 * its client and one to a server, kept for the next; on a busy machine all of them do. Some listen, lead to a process or to
 * whoever looks, or have been closed a moment ago.
 */
const mostSockets = mostSessions + 2 * mostAtOnce + 24;

/** They fill and are emptied, so that neither their ends nor their line say anything. */
const sharedFacts = 'facts that calls share';

/** What the plan of a life says: so many may be held at a look, whatever was held before. */
const byPlan: ReadonlyMap<string, number> = new Map([
  ['sessions', mostSessions],
  ['streams at the server', mostSessions],
  ['calls in flight', 0],
  ['calls at the server', 0],
  ['children', 0],
  ['sockets', mostSockets],
  // What was closed and is still known to somebody has no descriptor, and is an object like any other.
  ['sockets of the main thread', mostSockets],
  // What calls of a session say alike is forgotten when there is so much of it: from look to look it rises and falls.
  [sharedFacts, 1_024],
]);

/** The thread that reads configurations ends when it has had nothing to read for a while: so many come and go. */
const comeAndGo: ReadonlyMap<string, number> = new Map([['threads', 1]]);

/**
 * What a life has shown. It must be long enough for what grows to stand out: over minutes, noise alone makes a slope.
 *
 * Each look is taken when nothing is under way and after a collection, so whatever is there is held. Therefore the highest
 * look is judged, and not one look may be wild: a chain that chance cuts from time to time leaves both ends of a life as
 * they should be, and most looks between.
 *
 * @param isLong whether slopes are judged, too
 */
export function ageVerdicts({ plan, samples, unhandled, failed }: AgeReport, isLong = true): readonly Verdict[] {
  const counted = samples.slice(plan.warmUp);
  const perHour = heapPerHour(counted);
  return [
    ['every turn was answered as it must be', failed === 0],
    ['no promise was rejected unheard, and no warning was given', unhandled.length === 0],
    ...heldOver({ plan, samples }).map((held): Verdict => [told(held, isLong), isWithin(held, isLong)]),
    inAll(counted, 'the heap', ({ heapMb }) => heapMb, heapNoiseMb),
    inAll(counted, 'resident memory', ({ residentMb }) => residentMb, residentNoiseMb),
    ...(isLong
      ? [[`the heap grew by ${perHour.toFixed(2)} MB an hour`, perHour < mostHeapPerHour] satisfies Verdict]
      : []),
  ];
}

/** MB an hour, by the straight line through all samples. */
export function heapPerHour(samples: readonly Sample[]): number {
  return slope(samples.map(({ hours, heapMb }) => [hours, heapMb] as const));
}

/** What was counted, by name, warmed up. */
export function heldOver({ plan, samples }: Pick<AgeReport, 'plan' | 'samples'>): readonly Held[] {
  const counted = samples.slice(plan.warmUp);
  return Array.from(new Set(counted.flatMap(({ counts }) => Object.keys(counts))), (name) => {
    const seen = counted.flatMap(({ turns, counts }) => {
      const count = counts[name];
      return count === undefined ? [] : [[turns / turnsOfRound, count] as const];
    });
    const values = seen.map(([, count]) => count);
    const third = Math.max(1, Math.floor(values.length / 3));
    const [lowest, highest] = [Math.min(...values), Math.max(...values)];
    const rounds = (seen.at(-1)?.[0] ?? Number.NaN) - (seen[0]?.[0] ?? Number.NaN);
    return {
      name,
      ends: comeAndGo.has(name)
        ? [Math.min(...values.slice(0, third)), Math.min(...values.slice(-third))]
        : [median(values.slice(0, third)), median(values.slice(-third))],
      lowest,
      highest,
      most: byPlan.get(name) ?? lowest + (comeAndGo.get(name) ?? swing(lowest)),
      rise: slope(seen) * rounds,
      mostRise: mostAtOnce + rounds * mostRisePerRound,
    };
  });
}

/**
 * Each kind of turn comes at least once in a round, so what is kept of one is at least one a round. A quarter of that is
 * several times what noise makes of two hours.
 */
const mostRisePerRound = 0.25;

/**
 * What the highest look may have more than the lowest, where the plan does not say how much there may be: what a turn that
 * was under way leaves for a moment, twice; and one in twenty of what is there, because the sessions that are left at a look
 * are not always those with all servers, which hold more, or those with one.
 */
function swing(lowest: number): number {
  return 2 * mostAtOnce + lowest * 0.05;
}

/** What may differ between the ends of a life. What comes and goes, and what there may be none of, may not. */
function noise(name: string, count: number): number {
  return comeAndGo.has(name) || byPlan.get(name) === 0 ? 0 : 12 + count * 0.03;
}

function isWithin({ name, ends: [before, after], highest, most, rise, mostRise }: Held, isLong: boolean): boolean {
  if (name === sharedFacts) return highest <= most;
  const isSameAtEnds = after <= before + noise(name, before);
  return isSameAtEnds && highest <= most && (!isLong || rise <= mostRise);
}

function told({ name, ends: [before, after], lowest, highest, most, rise, mostRise }: Held, isLong: boolean): string {
  const line = isLong ? `; by the line ${rise.toFixed(0)} more, of at most ${mostRise.toFixed(0)}` : '';
  return `${name}: ${before}, at the end ${after}; ${lowest} to ${highest}, of at most ${Math.floor(most)}${line}`;
}

/** Whether the highest look of all memory is near the lowest: what it may grow by within the time, and noise. */
function inAll(counted: readonly Sample[], what: string, of: (sample: Sample) => number, noiseMb: number): Verdict {
  const values = counted.map(of);
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const hours = (counted.at(-1)?.hours ?? Number.NaN) - (counted[0]?.hours ?? Number.NaN);
  const most = lowest + mostHeapPerHour * hours + noiseMb;
  return [`${what}: ${lowest.toFixed(1)} to ${highest.toFixed(1)} MB, of at most ${most.toFixed(1)}`, highest <= most];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

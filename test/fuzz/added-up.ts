import type { Campaign } from './campaign.ts';

const seedsOf = ({ seeds, inputs }: Campaign): number => seeds ?? inputs;

/**
 * Several runs of one kind as one. What a seed makes counts once: of runs that share seeds only the one with the most counts.
 *
 * @returns the runs that count, by their first seeds, and what they came to together
 */
export function addedUp(all: readonly Campaign[]): { readonly runs: readonly Campaign[]; readonly sum: Campaign } {
  const runs: Campaign[] = [];
  for (const run of all.toSorted((a, b) => b.inputs - a.inputs)) {
    const isApart = ({ seed, ...other }: Campaign): boolean =>
      seed + seedsOf({ seed, ...other }) <= run.seed || run.seed + seedsOf(run) <= seed;
    if (runs.every(isApart)) runs.push(run);
  }
  const [first, ...more] = runs.sort((a, b) => a.seed - b.seed);
  if (first === undefined) throw new Error('there is no run to add up');
  return { runs, sum: more.reduce(joined, first) };
}

/** A run and the one that went on after it. */
export function joined(one: Campaign, next: Campaign): Campaign {
  const outcomes = new Map(Object.entries(one.outcomes));
  for (const [outcome, times] of Object.entries(next.outcomes))
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + times);
  return {
    what: one.what,
    inputs: one.inputs + next.inputs,
    seed: one.seed,
    seeds: seedsOf(one) + seedsOf(next),
    outcomes: Object.fromEntries(outcomes),
    failures: [...one.failures, ...next.failures],
    seconds: one.seconds + next.seconds,
  };
}

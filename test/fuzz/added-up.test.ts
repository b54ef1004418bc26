import { expect, it } from 'vitest';
import { addedUp } from './added-up.ts';
import type { Campaign } from './campaign.ts';

const run = (seed: number, inputs: number, seeds?: number): Campaign => ({
  what: 'calls',
  inputs,
  seed,
  ...(seeds === undefined ? {} : { seeds }),
  outcomes: { forwarded: inputs },
  failures: [`of ${seed}`],
  seconds: 1,
});
const of = (...all: readonly Campaign[]): unknown => {
  const { runs, sum } = addedUp(all);
  return [runs.map(({ seed }) => seed), sum.inputs, sum.outcomes.forwarded, sum.failures.length, sum.seconds];
};

it.each<[string, readonly Campaign[], unknown]>([
  ['one run', [run(1, 10)], [[1], 10, 10, 1, 1]],
  ['runs side by side', [run(11, 5), run(1, 10)], [[1, 11], 15, 15, 2, 2]],
  ['a run that begins within another', [run(1, 10), run(10, 5)], [[1], 10, 10, 1, 1]],
  ['a run that ends within another', [run(5, 20), run(1, 5)], [[5], 20, 20, 1, 1]],
  ['a run that holds another', [run(1, 100), run(5, 20), run(101, 1)], [[1, 101], 101, 101, 2, 2]],
  ['several inputs a seed', [run(1, 80, 10), run(11, 80, 10), run(20, 8, 1)], [[1, 11], 160, 160, 2, 2]],
])('%s', (_, all, expected) => {
  expect(of(...all)).toEqual(expected);
});

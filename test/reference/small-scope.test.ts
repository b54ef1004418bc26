import { expect, it } from 'vitest';
import { smallScope } from './small-scope/compare.ts';

/** `npm run small-scope` judges all of them. */
const every = 101;

it(`agrees with the reference under all policies of at most two rules, and one in ${every} of three`, () => {
  const { disagreements, outcomes, policies } = smallScope(every);
  expect(disagreements).toEqual([]);
  expect(policies).toBeGreaterThan(40_000);
  // Every outcome that the scope can reach is reached often: none of the rules has lost its meaning.
  expect([...outcomes.keys()].toSorted()).toEqual(['ask', 'condition', 'default_deny', 'denied', 'hidden', 'pass']);
  for (const [outcome, times] of outcomes) if (outcome !== 'default_deny') expect(times, outcome).toBeGreaterThan(500);
}, 300_000);

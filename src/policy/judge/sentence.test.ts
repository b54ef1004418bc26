import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BudgetTake } from '../../limits/index.ts';
import { sentence } from './sentence.ts';

/** Every code with which a call can be denied or held, and what the agent then reads. */
const sentences = {
  no_policy: 'no policy is attached to this grant; an operator must attach one.',
  default_deny: 'the policy does not allow this tool.',
  denied: 'the policy denies this tool.',
  condition: 'the policy does not allow these arguments or circumstances.',
  arguments: 'the arguments do not have the form that the policy asks for.',
  rate_limited: 'limit reached; waiting does not help.',
  concurrency: 'as many calls as the policy allows are in flight; try again when one has ended.',
  definition_changed: 'the definition of this tool has changed since it was approved; an operator must look at it.',
  policy_error: 'the policy could not judge this call, so it was refused.',
  killed: 'an operator has stopped these calls.',
  approval_required: 'a human must approve this call first.',
  approval_denied: 'a human has refused this call.',
  approval_expired: 'nobody approved this call in time.',
  bad_request: 'the call was refused.',
} as const;
const codes = Object.keys(sentences) as (keyof typeof sentences)[];

it.each(codes)('%s has a sentence of its own, and a reason of the policy replaces it', (code) => {
  expect(sentence(code)).toBe(sentences[code]);
  expect(sentence(code, { reason: 'Ask ops.' })).toBe('Ask ops.');
});

it('names what was asked for', () => {
  expect(sentence('default_deny', { of: 'resource' })).toBe('the policy does not allow this resource.');
  expect(sentence('denied', { of: 'prompt' })).toBe('the policy denies this prompt.');
});

const budget = (window: string, max = 10_000_000): BudgetTake => ({ window, max }) as BudgetTake;

describe('a limit', () => {
  it.each([
    ['minute', 'limit of 10 per minute reached'],
    ['week', 'limit of 10 per week reached'],
    ['second', 'limit of 10 per second reached'],
    ['hour', 'limit of 10 per hour reached'],
    ['day', 'limit of 10 per day reached'],
    ['900', 'limit of 10 per 900 s reached'],
    ['15m', 'limit of 10 per 15m reached'],
  ])('per %s', (window, expected) => {
    expect(sentence('rate_limited', { budget: budget(window) })).toBe(`${expected}; waiting does not help.`);
  });

  it.each([
    [0, '1 s'],
    [1, '1 s'],
    [1_000, '1 s'],
    [1_001, '2 s'],
    [119_000, '119 s'],
    [119_001, '2 min'],
    [120_000, '2 min'],
    [120_001, '3 min'],
    [7_140_000, '119 min'],
    [7_140_001, '2 h'],
    [7_200_001, '3 h'],
    [47 * 3_600_000, '47 h'],
    [47 * 3_600_000 + 1, '2 days'],
    [48 * 3_600_000 + 1, '3 days'],
  ])('%i ms to wait are %s', (retryAfterMs, wait) => {
    expect(sentence('rate_limited', { retryAfterMs })).toBe(`limit reached; try again in ${wait}.`);
  });

  it('never says to wait for less than it takes', () => {
    const units = new Map([
      ['s', 1],
      ['min', 60],
      ['h', 3_600],
      ['days', 86_400],
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 * 86_400_000 }), (ms) => {
        const [, count, unit] = /in (\d+) (\w+)\.$/.exec(sentence('rate_limited', { retryAfterMs: ms })) ?? [];
        expect(Number(count) * (units.get(unit ?? '') ?? 0) * 1000).toBeGreaterThanOrEqual(ms);
      }),
    );
  });
});

import { expect, it } from 'vitest';
import { manualClock } from '../kernel/index.ts';
import type { BudgetTake, Demand } from './budget.ts';
import { mostValues } from './counters.ts';
import { memoryLimiter } from './memory-limiter.ts';

const start = 16 * 100_000_000_000;
const windowMs = 60_000;

function one(key: string, part: Partial<BudgetTake> = {}): Demand {
  const take: BudgetTake = {
    key,
    family: 'f',
    windowMs,
    align: 'sliding',
    max: 5,
    cost: 1,
    durable: false,
    rule: '',
    onDeny: undefined,
    counter: 'c',
    window: 'minute',
    ...part,
  };
  return { budgets: [take], slots: [] };
}

it('holds so many live values of a family, in whatever order they were restored, and one more for each that expires', () => {
  const clock = manualClock(start + 1_000);
  const limiter = memoryLimiter(clock);
  // Every seventh first, so that the order of time is not the order of arrival.
  const order = Array.from({ length: mostValues }, (_, index) => (index * 7) % mostValues);
  for (const at of order) {
    limiter.applyTaken(start + (at % 1_000), [{ key: `v${at}`, family: 'f', windowMs, align: 'sliding', cost: 1 }]);
  }
  expect(limiter.size).toBe(mostValues);
  expect(limiter.look(one('new'))).toMatchObject({ ok: false, code: 'rate_limited', remaining: 0 });
  expect(limiter.look(one('new'))).not.toHaveProperty('retryAfterMs');
  expect(limiter.look(one('new', { cost: 0 })).ok).toBe(true);
  expect(limiter.look(one('new', { family: 'new' })).ok).toBe(true);
  expect(limiter.look(one('new', { family: 'g' })).ok).toBe(true);
  expect(limiter.look(one('v5')).ok).toBe(true);

  clock.set(start + windowMs - 1);
  expect(limiter.look(one('new')).ok).toBe(false);
  // Ten values were taken in the first millisecond.
  clock.set(start + windowMs);
  for (let more = 0; more < 10; more++) expect(limiter.take(one(`new${more}`)).ok).toBe(true);
  expect(limiter.take(one('new')).ok).toBe(false);
  expect(limiter.size).toBe(mostValues);
});

it('forgets a value that is given back, and keeps the order of those that stay', () => {
  const clock = manualClock(start);
  const limiter = memoryLimiter(clock);
  const receipts = ['a', 'b', 'c', 'a'].map((key) => {
    clock.advance(5_000);
    const receipt = limiter.take(one(key));
    if (!receipt.ok) throw new Error(key);
    return receipt;
  });
  for (const receipt of receipts.slice(1)) limiter.giveBack(receipt);
  expect(limiter.size).toBe(1);
  // What is left is what was taken first.
  expect(limiter.look(one('a', { max: 1 }))).toMatchObject({ remaining: 0, retryAfterMs: windowMs - 15_000 });
  expect(limiter.look(one('a', { max: 2 })).ok).toBe(true);
});

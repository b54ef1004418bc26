import { expect, it } from 'vitest';
import type { BudgetTake } from './budget.ts';
import { takenOf } from './taken-of.ts';

const take: BudgetTake = {
  key: 'k',
  family: 'k',
  windowMs: 1_000,
  align: 'calendar',
  max: 2,
  cost: 1,
  durable: true,
  rule: '/all_tools/limits/0',
  onDeny: 'no',
  counter: 'c',
  window: 'second',
};

it('keeps what counters are rebuilt from, and the family only of what has one', () => {
  expect(takenOf(take)).toStrictEqual({ key: 'k', windowMs: 1_000, align: 'calendar', cost: 1 });
  const ofFamily = { ...take, family: 'f' };
  expect(takenOf(ofFamily)).toStrictEqual({ key: 'k', family: 'f', windowMs: 1_000, align: 'calendar', cost: 1 });
});

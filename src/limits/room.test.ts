import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BudgetTake } from './budget.ts';
import { gridOf } from './grid.ts';
import { type Amounts, fits, leftOf, mostAmount, none, passesAt, usedAmount } from './room.ts';

const windowMs = 60_000;
const grid = gridOf(windowMs);
const monday = Date.UTC(2026, 0, 5);

const take = (part: Partial<BudgetTake>): BudgetTake => ({
  key: 'k',
  family: 'k',
  windowMs,
  align: 'sliding',
  max: 10,
  cost: 1,
  durable: false,
  rule: '',
  onDeny: undefined,
  counter: 'c',
  window: 'minute',
  ...part,
});

/** A chain of amounts, oldest first. */
function chain(entries: readonly (readonly [at: number, amount: number])[]): Amounts & { readonly oldest: number } {
  return {
    oldest: entries.length === 0 ? none : 0,
    at: (entry) => entries[entry]?.[0] ?? Number.NaN,
    amount: (entry) => entries[entry]?.[1] ?? Number.NaN,
    next: (entry) => (entry + 1 < entries.length ? entry + 1 : none),
  };
}

/** Amounts taken in the last two windows: the older ones count no more. */
const entries = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 3, arbitrary: fc.integer({ min: -2 * windowMs, max: 0 }) },
        fc.constantFrom(-windowMs - 1, -windowMs, -windowMs + 1, 0),
      ),
      fc.integer({ min: 1, max: 6 }),
    ),
    { maxLength: 8 },
  )
  .map((all) => all.toSorted(([a], [b]) => a - b));
const align = fc.constantFrom('sliding' as const, 'calendar' as const);

it('counts what was taken less than a window ago, or in this period', () => {
  fc.assert(
    fc.property(entries, align, fc.integer({ min: 0, max: windowMs - 1 }), (ago, how, into) => {
      const now = monday + into;
      const amounts = chain(ago.map(([at, amount]) => [now + at, amount]));
      const from = how === 'sliding' ? now - windowMs + 1 : monday;
      const expected = ago.filter(([at]) => now + at >= from).reduce((sum, [, amount]) => sum + amount, 0);
      expect(usedAmount(how, grid, amounts, amounts.oldest, now)).toBe(expected);
    }),
    { numRuns: 1_000 },
  );
});

it('says the first moment at which a cost fits, and that it never will', () => {
  fc.assert(
    fc.property(
      entries,
      align,
      fc.integer({ min: 0, max: windowMs - 1 }),
      fc.integer({ min: 1, max: 12 }),
      (ago, how, into, cost) => {
        const now = monday + into;
        const amounts = chain(ago.map(([at, amount]) => [now + at, amount]));
        const wanted = take({ align: how, cost });
        const room = (moment: number): boolean => fits(wanted, usedAmount(how, grid, amounts, amounts.oldest, moment));
        fc.pre(!room(now));
        const passes = passesAt(wanted, grid, amounts, amounts.oldest, now);
        if (cost > 10) expect(passes).toBeUndefined();
        else {
          expect(passes).toBeGreaterThan(now);
          expect(room(passes ?? now)).toBe(true);
          expect(room((passes ?? now) - 1)).toBe(false);
        }
      },
    ),
    { numRuns: 1_000 },
  );
});

describe('room', () => {
  it.each([
    [{ cost: 0, max: 10 }, 10, true, 0],
    [{ cost: 0, max: 10 }, 12, true, 0],
    [{ cost: 1, max: 10 }, 9, true, 1],
    [{ cost: 1, max: 10 }, 10, false, 0],
    [{ cost: 2, max: 10 }, 9, false, 1],
    [{ cost: 1, max: 10 }, 12, false, 0],
    [{ cost: 1, max: mostAmount }, mostAmount - 1, true, 1],
    [{ cost: 1, max: mostAmount }, mostAmount, false, 0],
    [{ cost: 2, max: mostAmount }, mostAmount - 1, false, 1],
  ])('for %j beside %i: %s', (part, used, room, left) => {
    expect(fits(take(part), used)).toBe(room);
    expect(leftOf(take(part), used)).toBe(left);
  });

  it('is never made by a sum that is too large to be counted', () => {
    const amounts = chain([
      [monday, mostAmount],
      [monday, mostAmount],
    ]);
    expect(usedAmount('sliding', grid, amounts, amounts.oldest, monday)).toBe(mostAmount);
  });
});

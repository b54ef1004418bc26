import fc from 'fast-check';
import type { BudgetTake, Demand } from '../../../src/limits/index.ts';
import { budget, slot } from './demands.ts';

/** One thing that happens in a simulated life of a limiter. */
export type Step =
  | { readonly kind: 'take' | 'look'; readonly demand: Demand }
  /** Settles one of the receipts held, counted from the oldest. */
  | { readonly kind: 'giveBack' | 'release'; readonly which: number }
  | { readonly kind: 'advance'; readonly ms: number }
  /** The process dies; the wall clock of the next one differs by `skewMs`. */
  | { readonly kind: 'restart'; readonly skewMs: number; readonly from: 'snapshot' | 'journal' };

const windows = [1_000, 60_000, 61_234, 3_600_000, 604_800_000] as const;
const calendarWindows: readonly number[] = [60_000, 3_600_000, 604_800_000];

/** Budgets with amounts that make both full and roomy windows likely, under few keys. */
const takes: fc.Arbitrary<BudgetTake> = fc
  .record({
    name: fc.constantFrom('a', 'constructor'),
    windowMs: fc.constantFrom(...windows),
    calendar: fc.boolean(),
    max: fc.integer({ min: 2, max: 9 }),
    cost: fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 1, max: 2 }) }, fc.constantFrom(0, 5, 13)),
  })
  .map(({ name, windowMs, calendar, max, cost }) => {
    const align = calendar && calendarWindows.includes(windowMs) ? 'calendar' : 'sliding';
    return budget({ key: `${name}/${windowMs}/${align}`, windowMs, align, max, cost });
  });

const demands: fc.Arbitrary<Demand> = fc.record({
  budgets: fc.array(takes, { minLength: 1, maxLength: 3 }),
  slots: fc.array(
    fc.constantFrom('s', 't').map((key) => slot(key, 3)),
    { maxLength: 1 },
  ),
});

/** Gaps from nothing over the sizes of granules to more than a window. */
const gaps = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 30 }) },
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 1_500 }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 70_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 700_000_000 }) },
  // The edges: about a window after something, within a granule.
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constantFrom(1_000, 60_000), fc.integer({ min: -20, max: 1 })).map(([ms, by]) => ms + by),
  },
);

export const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 16, arbitrary: demands.map((demand): Step => ({ kind: 'take', demand })) },
  { weight: 1, arbitrary: demands.map((demand): Step => ({ kind: 'look', demand })) },
  { weight: 2, arbitrary: fc.nat(20).map((which): Step => ({ kind: 'giveBack', which })) },
  { weight: 2, arbitrary: fc.nat(20).map((which): Step => ({ kind: 'release', which })) },
  { weight: 6, arbitrary: gaps.map((ms): Step => ({ kind: 'advance', ms })) },
  {
    weight: 1,
    arbitrary: fc
      .record({
        skewMs: fc.integer({ min: -600_000, max: 600_000 }),
        from: fc.constantFrom<'snapshot' | 'journal'>('snapshot', 'journal'),
      })
      .map((restart): Step => ({ kind: 'restart', ...restart })),
  },
);

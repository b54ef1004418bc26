import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactLog, type LoggedTake } from './judge/exact-log.ts';

const budget = (overrides: Partial<LoggedTake> = {}): LoggedTake => ({
  key: 'k',
  family: 'f',
  windowMs: 60_000,
  align: 'sliding',
  max: 2,
  cost: 1,
  ...overrides,
});
const demand = (...budgets: readonly LoggedTake[]) => ({ budgets, slots: [] });

describe('the exact log', () => {
  it('admits again when the window is over, to the millisecond', () => {
    const log = exactLog();
    expect(log.take(demand(budget()), 0).ok).toBe(true);
    expect(log.take(demand(budget()), 10).ok).toBe(true);
    expect(log.take(demand(budget()), 59_999).ok).toBe(false);
    expect(log.take(demand(budget()), 60_000).ok).toBe(true);
    expect(log.take(demand(budget()), 60_009).ok).toBe(false);
    expect(log.take(demand(budget()), 60_010).ok).toBe(true);
  });

  it('never admits more than max in any interval as long as the window', () => {
    const arrival = fc.record({ gap: fc.integer({ min: 0, max: 40 }), cost: fc.integer({ min: 0, max: 4 }) });
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 60 }), fc.integer({ min: 1, max: 6 }), (arrivals, max) => {
        const log = exactLog();
        const admitted: { at: number; cost: number }[] = [];
        let at = 0;
        for (const { gap, cost } of arrivals) {
          at += gap;
          if (log.take(demand(budget({ windowMs: 100, max, cost })), at).ok) admitted.push({ at, cost });
        }
        for (let from = -100; from <= at; from += 1) {
          const inside = admitted.filter((one) => from <= one.at && one.at < from + 100);
          expect(inside.reduce((sum, one) => sum + one.cost, 0)).toBeLessThanOrEqual(max);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('takes all or nothing', () => {
    const log = exactLog();
    const small = budget({ key: 'small', max: 1 });
    expect(log.take(demand(budget(), small), 0).ok).toBe(true);
    expect(log.take(demand(budget(), small), 1)).toMatchObject({ ok: false, refusedBy: small });
    expect(log.take(demand(budget()), 2).ok).toBe(true);
    expect(log.take(demand(budget()), 3).ok).toBe(false);
  });

  it('lets a zero cost pass a full budget, and only a zero cost', () => {
    const log = exactLog();
    expect(log.take(demand(budget({ cost: 2 })), 0).ok).toBe(true);
    expect(log.take(demand(budget({ cost: 0 })), 1).ok).toBe(true);
    expect(log.take(demand(budget({ cost: 1 })), 1).ok).toBe(false);
  });

  it('resets a calendar window at the boundary, a week on Monday', () => {
    const week = budget({ align: 'calendar', windowMs: 604_800_000, max: 1 });
    const log = exactLog();
    const monday = Date.UTC(2026, 0, 5);
    expect(log.take(demand(week), monday - 1).ok).toBe(true);
    expect(log.take(demand(week), monday).ok).toBe(true);
    expect(log.take(demand(week), monday + 604_799_999).ok).toBe(false);
  });

  it('gives back into the window an amount came from, and frees what was held', () => {
    const log = exactLog();
    const slots = [{ key: 's', max: 1 }];
    const receipt = log.take({ budgets: [budget({ max: 1 })], slots }, 0);
    expect(log.look({ budgets: [], slots }, 1)).toMatchObject({ code: 'concurrency' });
    if (receipt.ok) log.giveBack(receipt);
    expect(log.take({ budgets: [budget({ max: 1 })], slots }, 1).ok).toBe(true);
  });

  it('refuses the value after ten thousand live ones of a family', () => {
    const log = exactLog();
    for (let i = 0; i < 10_000; i += 1) log.take(demand(budget({ key: `k${i}` })), 0);
    expect(log.take(demand(budget({ key: 'one more' })), 1).ok).toBe(false);
    expect(log.take(demand(budget({ key: 'k5' })), 1).ok).toBe(true);
    expect(log.take(demand(budget({ key: 'one more' })), 60_002).ok).toBe(true);
  });

  it('binds a real limiter to the window and a sixtieth more, nothing beyond', () => {
    const log = exactLog();
    const one = budget({ max: 1 });
    log.take(demand(one), 0);
    expect(log.binding(one, 59_999)).toBe('refuse');
    expect(log.binding(one, 60_000)).toBe('either');
    expect(log.binding(one, 60_999)).toBe('either');
    expect(log.binding(one, 61_000)).toBe('admit');
  });
});

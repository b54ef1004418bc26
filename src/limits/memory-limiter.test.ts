import { describe, expect, it } from 'vitest';
import { manualClock } from '../kernel/index.ts';
import type { BudgetTake, Demand } from './budget.ts';
import type { Taken } from './limiter.ts';
import { memoryLimiter } from './memory-limiter.ts';

const start = 16 * 100_000_000_000;

function one(part: Partial<BudgetTake>): Demand {
  const take: BudgetTake = {
    key: 'k',
    family: part.key ?? 'k',
    windowMs: 1_000,
    align: 'sliding',
    max: 2,
    cost: 1,
    durable: false,
    rule: '/all_tools/limits/0',
    onDeny: undefined,
    counter: 'c',
    window: 'second',
    ...part,
  };
  return { budgets: [take], slots: [] };
}

const taken = (part: Partial<Taken> = {}): Taken => ({ key: 'k', windowMs: 1_000, align: 'sliding', cost: 1, ...part });

describe('memoryLimiter', () => {
  it('does not give back what it never counted: a replayed take that had expired', () => {
    const limiter = memoryLimiter(manualClock(start + 1_000));
    limiter.applyTaken(start, [taken()]);
    limiter.applyTaken(start + 15, [taken({ cost: 2 })]);
    limiter.applyGivenBack(start, [taken()]);
    expect(limiter.take(one({})).ok).toBe(false);
  });

  it('never gives back below zero, nor into another granule', () => {
    const limiter = memoryLimiter(manualClock(start + 500));
    limiter.applyTaken(start, [taken()]);
    limiter.applyTaken(start + 100, [taken()]);
    limiter.applyGivenBack(start, [taken({ cost: 5 })]);
    limiter.applyGivenBack(start + 50, [taken({ cost: 5 })]);
    expect(limiter.look(one({ max: 2 })).ok).toBe(true);
    expect(limiter.look(one({ max: 1 }))).toMatchObject({ remaining: 0, retryAfterMs: 600 });
  });

  it('knows its receipts, which are of use once', () => {
    const limiter = memoryLimiter(manualClock(start));
    const demand = { ...one({ max: 1 }), slots: [{ key: 's', max: 1, rule: '' }] };
    const receipt = limiter.take(demand);
    if (!receipt.ok) throw new Error('refused');
    for (const end of ['giveBack', 'release'] as const) {
      expect(() => limiter[end]({ ...receipt })).toThrow('not a receipt of this limiter');
    }
    limiter.giveBack(receipt);
    expect(limiter.take(demand).ok).toBe(true);
    limiter.giveBack(receipt);
    limiter.release(receipt);
    expect(limiter.look(one({ max: 1 })).ok).toBe(false);
    expect(limiter.look({ budgets: [], slots: demand.slots }).ok).toBe(false);
  });

  it('tells no wait where one of the budgets will never have room, whichever stands first', () => {
    const limiter = memoryLimiter(manualClock(start));
    limiter.take(one({ max: 1 }));
    const [never] = one({ key: 'n', cost: 3, max: 2 }).budgets;
    const [full] = one({ max: 1 }).budgets;
    for (const budgets of [
      [never, full],
      [full, never],
    ]) {
      const answer = limiter.look({ budgets: budgets as BudgetTake[], slots: [] });
      expect(answer).toMatchObject({ ok: false, refusedBy: { key: budgets[0]?.key } });
      expect(answer).not.toHaveProperty('retryAfterMs');
    }
  });

  it('counts nothing that cannot be counted', () => {
    const limiter = memoryLimiter(manualClock(start));
    for (const ask of ['look', 'take'] as const) {
      expect(() => limiter[ask](one({ cost: 0.5 }))).toThrow('A limit of this call cannot be counted.');
    }
    expect(limiter.size).toBe(0);
  });

  it('begins with what a store has kept, and goes on from its time', () => {
    const row = { key: 'k', windowMs: 1_000, at: start + 400, amount: 1 };
    const limiter = memoryLimiter(manualClock(start), { at: start + 500, rows: [row] });
    expect(limiter.look(one({ max: 1 }))).toMatchObject({ ok: false, retryAfterMs: 900 });
    expect(limiter.size).toBe(1);
  });

  it('passes over what was recorded of nothing, or has expired; and time never stands before what was recorded', () => {
    const limiter = memoryLimiter(manualClock(start));
    limiter.applyTaken(start, [taken({ key: 'nothing', cost: 0 })]);
    limiter.applyTaken(start - 1_000, [taken({ key: 'expired' })]);
    expect(limiter.size).toBe(0);
    limiter.applyTaken(start - 999, [taken({ key: 'last' })]);
    expect(limiter.size).toBe(1);
    limiter.applyTaken(start + 300, [taken({ key: 'ahead' })]);
    expect(limiter.take(one({ key: 'ahead', max: 1 }))).toMatchObject({ ok: false, retryAfterMs: 1_000 });
  });

  it('comes to the same counters in whatever order takes are applied', () => {
    const takes = [0, 3, 15, 16, 40, 333, 999].map((ms) => start + ms);
    for (const order of [takes, takes.toReversed(), takes.toSorted((a, b) => (a % 7) - (b % 7))]) {
      const limiter = memoryLimiter(manualClock(start + 999));
      for (const at of order) limiter.applyTaken(at, [taken()]);
      // How long until so many of the seven have left: the first three are in one granule.
      const waits = [7, 6, 5, 4, 3, 2, 1].map((max) => limiter.look(one({ max })));
      expect(waits.map((wait) => (wait.ok ? 0 : wait.retryAfterMs))).toEqual([16, 16, 16, 17, 41, 334, 1_000]);
      expect(limiter.look(one({ max: 8 })).ok).toBe(true);
    }
  });

  it('sweeps what expired, a few with every take, whatever window or family it was in', () => {
    const clock = manualClock(start);
    const limiter = memoryLimiter(clock);
    for (let i = 0; i < 300; i++) {
      limiter.take(one({ key: `lone${i}` }));
      limiter.take(one({ key: `member${i}`, family: `family${i % 3}` }));
      limiter.take(one({ key: `minute${i}`, windowMs: 60_000 }));
    }
    expect(limiter.size).toBe(900);
    clock.advance(1_000);
    for (let i = 0; i < 900; i++) limiter.take(one({ key: 'busy' }));
    expect(limiter.size).toBe(301);
    clock.advance(60_000);
    for (let i = 0; i < 900; i++) limiter.take(one({ key: 'busy' }));
    expect(limiter.size).toBe(1);
  });

  it('does not go back with a clock that does', () => {
    const clock = manualClock(start);
    const limiter = memoryLimiter(clock);
    limiter.take(one({ max: 1 }));
    clock.set(start - 5_000);
    expect(limiter.take(one({ max: 1 }))).toMatchObject({ ok: false, retryAfterMs: 1_000 });
    clock.set(start + 1_000);
    expect(limiter.take(one({ max: 1 }))).toMatchObject({ ok: true, at: start + 1_000 });
  });
});

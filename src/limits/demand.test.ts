import { describe, expect, it } from 'vitest';
import { Fault } from '../kernel/index.ts';
import type { BudgetTake } from './budget.ts';
import { distinct, requireCountable } from './demand.ts';
import { longestWindowMs } from './grid.ts';
import { mostAmount } from './room.ts';
import { Slots } from './slots.ts';

const demand = (part: Partial<BudgetTake>) => ({
  budgets: [{ counter: 'c', cost: 1, max: 1, windowMs: 1, ...part } as BudgetTake],
  slots: [],
});

describe('what cannot be counted exactly is refused', () => {
  it.each<[Partial<BudgetTake>, boolean]>([
    [{}, true],
    [{ cost: 0, max: 0 }, true],
    [{ cost: mostAmount, max: mostAmount, windowMs: longestWindowMs }, true],
    [{ cost: -1 }, false],
    [{ cost: 0.5 }, false],
    [{ cost: Number.NaN }, false],
    [{ cost: mostAmount + 2 }, false],
    [{ max: -1 }, false],
    [{ max: mostAmount + 2 }, false],
    [{ max: Number.POSITIVE_INFINITY }, false],
    [{ windowMs: 0 }, false],
    [{ windowMs: 1.5 }, false],
    [{ windowMs: longestWindowMs + 1 }, false],
  ])('%j: %s', (part, countable) => {
    if (countable) expect(() => requireCountable(demand(part))).not.toThrow();
    else expect(() => requireCountable(demand(part))).toThrow(Fault);
  });

  it('with what is wrong, for the log', () => {
    let fault: unknown;
    try {
      requireCountable(demand({ cost: -1 }));
    } catch (error) {
      fault = error;
    }
    expect(fault).toMatchObject({ code: 'limits_unavailable', message: 'A limit of this call cannot be counted.' });
    expect(String((fault as Error).cause)).toContain('budget "c": cost -1, max 1, window 1 ms');
  });
});

it('each key once, the first of its items, in their order', () => {
  const item = (key: string, rule: string) => ({ key, rule });
  expect(distinct([item('a', '1'), item('b', '2'), item('a', '3')])).toEqual([item('a', '1'), item('b', '2')]);
  const same = [item('a', '1'), item('b', '2')];
  expect(distinct(same)).toBe(same);
  expect(distinct([])).toEqual([]);
});

it('a slot is free until as many hold it as may, and again when one lets go', () => {
  const slots = new Slots();
  const slot = { key: 'a', max: 2, rule: '' };
  const free = (): boolean => slots.free(slot);
  expect(free()).toBe(true);
  slots.hold('a');
  slots.hold('b');
  expect(free()).toBe(true);
  slots.hold('a');
  expect(free()).toBe(false);
  slots.release('a');
  expect(free()).toBe(true);
  slots.hold('a');
  expect(free()).toBe(false);
  slots.release('a');
  slots.release('a');
  slots.release('a');
  slots.hold('a');
  expect(free()).toBe(true);
  slots.hold('a');
  expect(free()).toBe(false);
});

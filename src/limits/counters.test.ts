import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BudgetTake } from './budget.ts';
import { Counters } from './counters.ts';
import { granuleOf, gridOf } from './grid.ts';
import { mostAmount, none } from './room.ts';

const start = Date.UTC(2026, 0, 5, 12);
/** Few values of a family, so that it is often full. */
const mostValues = 3;

interface Budget {
  readonly key: string;
  readonly family: string;
  readonly windowMs: number;
}

/** Budgets without values and with them, in two windows; keys of different windows are different budgets. */
const budgets: readonly Budget[] = [60, 600].flatMap((windowMs) =>
  ['a', 'b', 'f1', 'f2', 'f3', 'f4', 'f5', 'g1'].map((name) => ({
    key: `${name}/${windowMs}`,
    family: name.length === 1 ? `${name}/${windowMs}` : `${name[0]}/${windowMs}`,
    windowMs,
  })),
);

const takeOf = ({ key, family, windowMs }: Budget, part: Partial<BudgetTake> = {}): BudgetTake => ({
  key,
  family,
  windowMs,
  align: 'sliding',
  max: 5,
  cost: 1,
  durable: false,
  rule: '',
  onDeny: undefined,
  counter: 'c',
  window: '',
  ...part,
});

/** What is counted, written down: for each budget the latest time and the sum of each granule. */
class Book {
  readonly #amounts = new Map<Budget, Map<number, { at: number; amount: number }>>();

  add(budget: Budget, at: number, amount: number): void {
    const of = this.#amounts.get(budget) ?? new Map();
    this.#amounts.set(budget, of);
    const granule = granuleOf(gridOf(budget.windowMs), at);
    const known = of.get(granule) ?? { at, amount: 0 };
    of.set(granule, { at: Math.max(known.at, at), amount: Math.min(known.amount + amount, mostAmount) });
  }

  subtract(budget: Budget, at: number, amount: number, now: number): void {
    const live = this.#live(budget, now);
    const granule = granuleOf(gridOf(budget.windowMs), at);
    const known = at + budget.windowMs > now ? live.get(granule) : undefined;
    if (known === undefined) return;
    if (known.amount > amount) live.set(granule, { ...known, amount: known.amount - amount });
    else live.delete(granule);
    this.#amounts.set(budget, live);
  }

  read(budget: Budget, now: number): number[][] {
    return [...this.#live(budget, now)].toSorted(([a], [b]) => a - b).map(([, { at, amount }]) => [at, amount]);
  }

  /** How many of these hold anything. */
  count(of: readonly Budget[], now: number): number {
    return of.filter((budget) => this.#live(budget, now).size > 0).length;
  }

  #live(budget: Budget, now: number): Map<number, { at: number; amount: number }> {
    return new Map([...(this.#amounts.get(budget) ?? [])].filter(([, { at }]) => at + budget.windowMs > now));
  }
}

function chain(counters: Counters, budget: Budget, now: number): number[][] {
  const found: number[][] = [];
  const { amounts } = counters;
  for (let entry = counters.oldest(takeOf(budget), now); entry !== none; entry = amounts.next(entry)) {
    found.push([amounts.at(entry), amounts.amount(entry)]);
  }
  return found;
}

const which = fc.constantFrom(...budgets, ...budgets.filter(({ key }) => key.startsWith('f')));
const ago = fc.oneof(fc.constant(0), fc.nat(20), fc.nat(600));
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('pass' as const),
      ms: fc.oneof(fc.nat(3), fc.nat(30), fc.nat(300), fc.constant(60)),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      what: fc.constant('add' as const),
      budget: which,
      ago,
      amount: fc.constantFrom(1, 2, 3, mostAmount),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant('subtract' as const), at: fc.nat(), amount: fc.constantFrom(1, 2, 5) }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('sweep' as const) }) },
);

it('counts as a book does, whatever is taken, restored, given back and swept, and in whatever order', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }), (steps) => {
      const counters = new Counters(mostValues);
      const book = new Book();
      const made: { budget: Budget; at: number }[] = [];
      let now = start;
      for (const one of steps) {
        if (one.what === 'pass') now += one.ms;
        if (one.what === 'sweep') {
          const before = counters.size;
          counters.sweep(now);
          expect(before - counters.size).toBeLessThanOrEqual(4);
        }
        if (one.what === 'add') {
          const { budget, amount } = one;
          const take = takeOf(budget);
          const values = budgets.filter(({ family }) => family === budget.family);
          const isFull = values.length > 1 && book.count(values, now) >= mostValues;
          const isNew = book.read(budget, now).length === 0;
          // Asked of a value that is new; whether one that is there has room is not a question of values.
          if (isNew) expect(counters.full(take, now)).toBe(isFull);
          const at = now - one.ago;
          if ((isNew && isFull) || at + budget.windowMs <= now) continue;
          counters.add(take, at, amount);
          book.add(budget, at, amount);
          made.push({ budget, at });
        }
        if (one.what === 'subtract') {
          const given = made[one.at % made.length];
          if (given === undefined) continue;
          counters.subtract(takeOf(given.budget), given.at, one.amount, now);
          book.subtract(given.budget, given.at, one.amount, now);
          expect(chain(counters, given.budget, now)).toEqual(book.read(given.budget, now));
        }
        expect(counters.size).toBeGreaterThanOrEqual(book.count(budgets, now));
      }
      for (const budget of budgets) expect(chain(counters, budget, now)).toEqual(book.read(budget, now));
      // What was looked at holds nothing that has expired, and once all has, it is swept.
      expect(counters.size).toBe(book.count(budgets, now));
      for (let turn = 0; turn < 40; turn++) counters.sweep(now + 700);
      expect(counters.size).toBe(0);
    }),
    { numRuns: 200 },
  );
});

it('gives room in a full family when the period of a calendar ends, not before', () => {
  const counters = new Counters(2);
  const windowMs = 60_000;
  const of = (name: string): BudgetTake => takeOf({ key: name, family: 'f', windowMs }, { align: 'calendar' });
  counters.add(of('a'), start + 58_000, 1);
  counters.add(of('b'), start + 59_000, 1);
  expect(counters.full(of('c'), start + 59_999)).toBe(true);
  expect(counters.full(of('c'), start + 60_000)).toBe(false);
});

it('gives nothing back of a take that has expired, though its granule counts on', () => {
  const counters = new Counters();
  const budget = { key: 'a', family: 'a', windowMs: 6_000 };
  counters.add(takeOf(budget), start, 1);
  counters.add(takeOf(budget), start + 1, 1);
  counters.subtract(takeOf(budget), start, 1, start + 6_000);
  expect(chain(counters, budget, start + 6_000)).toEqual([[start + 1, 2]]);
  counters.subtract(takeOf(budget), start + 1, 1, start + 6_000);
  expect(chain(counters, budget, start + 6_000)).toEqual([[start + 1, 1]]);
});

it('sweeps four at most at a time: no take waits for more', () => {
  const counters = new Counters();
  for (let key = 0; key < 6; key++) counters.add(takeOf({ key: `${key}`, family: `${key}`, windowMs: 60 }), start, 1);
  counters.sweep(start + 59);
  expect(counters.size).toBe(6);
  counters.sweep(start + 60);
  expect(counters.size).toBe(2);
  counters.sweep(start + 60);
  expect(counters.size).toBe(0);
});

it('keeps no place in the round for families that are gone: who comes after them is swept as soon', () => {
  const counters = new Counters();
  const of = (family: string): BudgetTake => takeOf({ key: `${family}/value`, family, windowMs: 60 });
  for (let i = 0; i < 1_000; i++) counters.add(of(`f${i}`), start, 1);
  for (let turn = 0; turn < 1_000; turn++) counters.sweep(start + 60);
  expect(counters.size).toBe(0);
  counters.add(of('g'), start + 60, 1);
  for (let turn = 0; turn < 3; turn++) counters.sweep(start + 120);
  expect(counters.size).toBe(0);
});

it('knows which value of a family expires first, also once the latest take of one was given back', () => {
  const counters = new Counters(mostValues);
  const of = (name: string): BudgetTake => takeOf({ key: name, family: 'f', windowMs: 60 });
  for (const [name, after] of [
    ['a', 0],
    ['b', 10],
    ['c', 20],
    ['a', 30],
  ] as const) {
    counters.add(of(name), start + after, 1);
  }
  expect(counters.full(of('d'), start + 60)).toBe(true);
  counters.subtract(of('a'), start + 30, 1, start + 40);
  expect(counters.full(of('d'), start + 59)).toBe(true);
  expect(counters.full(of('d'), start + 60)).toBe(false);
});

it.each([
  ['in order', [5, 10, 20]],
  ['the last first', [20, 10, 5]],
  ['the first in the middle', [10, 5, 20]],
  ['the first last', [10, 20, 5]],
])('knows which value of a family expires first, restored %s', (_, times) => {
  const counters = new Counters(mostValues);
  const of = (name: string): BudgetTake => takeOf({ key: name, family: 'f', windowMs: 60 });
  for (const after of times) counters.add(of(`${after}`), start + after, 1);
  expect(counters.full(of('new'), start + 64)).toBe(true);
  expect(counters.full(of('new'), start + 65)).toBe(false);
});

it('knows it to the millisecond, where takes of one granule end at different times', () => {
  const counters = new Counters(2);
  const of = (name: string): BudgetTake => takeOf({ key: name, family: 'f', windowMs: 60_000 });
  for (const [name, after] of [
    ['a', 0],
    ['b', 1],
    ['a', 2],
  ] as const) {
    counters.add(of(name), start + after, 1);
  }
  expect(counters.full(of('c'), start + 60_000)).toBe(true);
  expect(counters.full(of('c'), start + 60_001)).toBe(false);
});

it('sweeps what nobody uses, however long what came before it is in use', () => {
  const counters = new Counters();
  const of = (name: string): BudgetTake => takeOf({ key: name, family: name, windowMs: 60 });
  for (const [name, after] of [
    ['used', 0],
    ['unused', 10],
    ['used', 50],
  ] as const) {
    counters.add(of(name), start + after, 1);
  }
  counters.sweep(start + 70);
  expect(counters.size).toBe(1);
  expect(chain(counters, { key: 'used', family: 'used', windowMs: 60 }, start + 70)).toEqual([[start + 50, 1]]);
});

it('takes no more room for a thousand budgets, one after the other, than for one', () => {
  const counters = new Counters();
  const entries = new Set<number>();
  let now = start;
  for (let n = 0; n < 1_000; n++) {
    const take = takeOf({ key: `${n}`, family: `family ${n}`, windowMs: 60 });
    for (const after of [0, 10, 20]) counters.add(take, now + after, 1);
    for (let entry = counters.oldest(take, now + 20); entry !== none; entry = counters.amounts.next(entry)) {
      entries.add(entry);
    }
    // One amount is given back, the others expire.
    counters.subtract(take, now + 10, 1, now + 20);
    now += 100;
    expect(counters.oldest(take, now)).toBe(none);
  }
  expect(entries.size).toBe(3);
  // Nor does the sweeper look for what a thousand families had.
  counters.add(takeOf({ key: 'last', family: 'last', windowMs: 60 }), now, 1);
  for (let turn = 0; turn < 3; turn++) counters.sweep(now + 60);
  expect(counters.size).toBe(0);
});

import { expect, it } from 'vitest';
import { CounterTable } from './counter-table.ts';
import { Entries } from './entries.ts';
import { none } from './room.ts';

const digest = { w0: 1, w1: 2, w2: 3, w3: 4 };

it('gives a counter its own entry first, then others, and each again when it was taken back', () => {
  const table = new CounterTable();
  const entries = new Entries(table);
  const [first, second] = [table.claim(digest, 0), table.claim(digest, 0)];
  const own = entries.claim(first, 1, 10);
  const ownOfSecond = entries.claim(second, 2, 20);
  const [pooled, another] = [entries.claim(first, 3, 30), entries.claim(first, 4, 40)];
  expect([own, ownOfSecond, pooled, another]).toEqual([none - 1, none - 2, 0, 1]);
  const all = [own, ownOfSecond, pooled, another];
  expect(all.map((entry) => entries.at(entry))).toEqual([1, 2, 3, 4]);
  expect(all.map((entry) => entries.amount(entry))).toEqual([10, 20, 30, 40]);
  expect(all.map((entry) => entries.next(entry))).toEqual([none, none, none, none]);
  entries.link(own, pooled);
  entries.link(pooled, another);
  entries.put(own, 5, 50);
  entries.put(pooled, 6, 60);
  expect([own, pooled].map((entry) => [entries.at(entry), entries.amount(entry), entries.next(entry)])).toEqual([
    [5, 50, pooled],
    [6, 60, another],
  ]);

  entries.free(own);
  entries.free(pooled);
  expect([entries.claim(first, 7, 70), entries.claim(first, 8, 80)]).toEqual([own, pooled]);
  // What they were linked to is forgotten.
  expect([own, pooled].map((entry) => [entries.at(entry), entries.next(entry)])).toEqual([
    [7, none],
    [8, none],
  ]);
});

import { expect, it } from 'vitest';
import { CounterTable } from './counter-table.ts';
import { none } from './room.ts';

it('gives out again what was taken back, with nothing of what it held', () => {
  const table = new CounterTable();
  const [first, second] = [
    table.claim({ w0: 1, w1: 2, w2: 3, w3: 4 }, 7),
    table.claim({ w0: 5, w1: 6, w2: 7, w3: 8 }, 7),
  ];
  table.put(first, 1_000, 5);
  table.setOldest(first, 3);
  table.setNewest(first, 3);
  table.free(first);
  const other = { w0: 9, w1: 10, w2: 11, w3: 12 };
  const again = table.claim(other, 8);
  expect(again).toBe(first);
  expect([table.at(again), table.amount(again), table.oldest(again), table.newest(again)]).toEqual([0, 0, none, none]);
  expect([table.queueOf(again), table.queueOf(second)]).toEqual([8, 7]);
  expect([table.w0(again), table.is(again, other), table.is(second, other)]).toEqual([9, true, false]);
});

import { expect, it } from 'vitest';
import { firstFew } from '../../web/src/ui/first-few.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

it.each([
  [0, 0],
  [6, 6],
  [7, 7],
  [8, 6],
  [200, 6],
])('of %i, at most 6 wanted, %i are seen', (count, seen) => {
  expect(firstFew(numbers(count), 6)).toEqual(numbers(seen));
});

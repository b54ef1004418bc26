import { expect, it } from 'vitest';
import { granuleOf, gridOf, periodStart } from './grid.ts';

const day = 86_400_000;
/** A Monday. */
const monday = Date.UTC(2026, 0, 5);

it.each<[window: string, windowMs: number, from: number]>([
  ['minute', 60_000, monday + 60_000],
  ['hour', 3_600_000, monday + 3_600_000],
  ['day', day, monday + day],
  ['week', 7 * day, monday],
])('a %s of the calendar starts where a granule does', (_, windowMs, from) => {
  const grid = gridOf(windowMs);
  const into = [0, 1, grid.granuleMs, windowMs - 1].map((ms) => periodStart(grid, from + ms));
  expect(into).toEqual([from, from, from, from]);
  expect([periodStart(grid, from - 1), periodStart(grid, from + windowMs)]).toEqual([from - windowMs, from + windowMs]);
  const first = granuleOf(grid, from);
  expect(granuleOf(grid, from - 1)).toBe(first - 1);
  expect(granuleOf(grid, from + grid.granuleMs - 1)).toBe(first);
  expect(granuleOf(grid, from + grid.granuleMs)).toBe(first + 1);
});

it.each([
  [1, 1],
  [60, 1],
  [61, 1],
  [120, 2],
  [60_000, 1_000],
])('a window of %d ms has granules of %d', (windowMs, granuleMs) => {
  expect(gridOf(windowMs)).toEqual({ windowMs, granuleMs, originMs: 0 });
});

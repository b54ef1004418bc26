import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { untilInForce } from './until-in-force.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const failing = (times: number) => {
  let asked = 0;
  const upToDate = async (): Promise<void> => {
    asked += 1;
    if (asked <= times) throw new Error('it cannot be read');
  };
  return { upToDate, asked: () => asked };
};

it('tells that a change is in force, however often that had to be tried', async () => {
  const slow = failing(3);
  const waited = untilInForce([failing(0), slow]);
  await vi.advanceTimersByTimeAsync(9_000);
  expect(await waited).toBe(true);
  expect(slow.asked()).toBe(4);
  expect(vi.getTimerCount()).toBe(0);
});

it.each([
  ['fails without end', failing(1_000)],
  ['does not answer', { upToDate: () => new Promise<void>(() => undefined) }],
])('tells that it is not, where what goes by the database %s', async (_what, part) => {
  const waited = untilInForce([failing(0), part]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await waited).toBe(false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(vi.getTimerCount()).toBe(0);
});

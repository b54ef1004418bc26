import { expect, it } from 'vitest';
import { manualClock } from '../kernel/index.ts';
import { rateCap } from './rate-cap.ts';

it('lets so many pass in a second, and so many again in the next', () => {
  const clock = manualClock(5_000);
  const passes = rateCap(clock, 3);
  const pass = (): boolean[] => Array.from({ length: 5 }, passes);
  expect(pass()).toEqual([true, true, true, false, false]);
  clock.advance(999);
  expect(pass()).not.toContain(true);
  clock.advance(1);
  expect(pass()).toEqual([true, true, true, false, false]);
});

import { expect, it } from 'vitest';
import { manualClock } from '../kernel/index.ts';
import { Authority } from './authority.ts';

it('goes at the pace of its clock, in whole milliseconds, and never back', () => {
  const clock = manualClock(1_000.9);
  const authority = new Authority(clock);
  expect(authority.now()).toBe(1_000);
  clock.advance(0.2);
  expect(authority.now()).toBe(1_001);
  clock.set(500);
  expect(authority.now()).toBe(1_001);
  clock.set(1_003);
  expect(authority.now()).toBe(1_003);
});

it('goes on from what was recorded where the clock stands before it, and stays where it does not', () => {
  const clock = manualClock(1_000);
  const authority = new Authority(clock);
  authority.recorded(900);
  expect(authority.now()).toBe(1_000);
  authority.recorded(1_500);
  expect(authority.now()).toBe(1_500);
  clock.advance(10);
  expect(authority.now()).toBe(1_510);
  authority.recorded(1_505);
  clock.advance(1);
  expect(authority.now()).toBe(1_511);
  authority.recorded(1_600);
  clock.advance(1);
  expect(authority.now()).toBe(1_601);
  // Told, and the clock is set back before anybody asks.
  authority.recorded(2_000);
  clock.set(0);
  expect(authority.now()).toBe(2_000);
});

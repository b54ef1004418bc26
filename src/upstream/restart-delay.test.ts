import { expect, it } from 'vitest';
import { manualClock } from '../kernel/index.ts';
import { RestartDelay } from './restart-delay.ts';

it('lets the first restart be at once and doubles from then on, up to 30 s', () => {
  const clock = manualClock();
  const restarts = new RestartDelay(clock);
  expect(restarts.wait()).toBe(0);
  const waits = Array.from({ length: 10 }, () => {
    restarts.crashed(0);
    const wait = restarts.wait();
    clock.advance(wait);
    expect(restarts.wait()).toBe(0);
    return wait;
  });
  expect(waits).toEqual([0, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

it('begins again after a process that lived', () => {
  const restarts = new RestartDelay(manualClock());
  for (let crash = 0; crash < 5; crash++) restarts.crashed(9_999);
  expect(restarts.wait()).toBe(4_000);
  const sound = new RestartDelay(manualClock());
  for (let crash = 0; crash < 5; crash++) sound.crashed(10_000);
  expect(sound.wait()).toBe(0);
});

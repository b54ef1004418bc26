import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anchoredClock } from './clock.ts';

const start = Date.UTC(2027, 0, 15, 12);
beforeEach(() => void vi.useFakeTimers({ now: start }));
afterEach(() => void vi.useRealTimers());

describe('a clock', () => {
  it('goes on from the later of this machine’s clock and the newest time on record', () => {
    expect(anchoredClock(start - 60_000).now()).toBe(start);
    expect(anchoredClock(start + 60_000).now()).toBe(start + 60_000);
  });

  it('is the one that counts, where that is another machine’s', () => {
    expect(anchoredClock(0, 420_000).now()).toBe(start + 420_000);
    expect(anchoredClock(0, -420_000).now()).toBe(start - 420_000);
  });

  it('that was found behind is right at once', () => {
    const clock = anchoredClock(0, -420_000);
    vi.advanceTimersByTime(1_000);
    clock.steer(420_000);
    expect(clock.now()).toBe(start + 1_000);
    vi.advanceTimersByTime(1_000);
    expect(clock.now()).toBe(start + 2_000);
  });

  it('that was found ahead runs at half its pace until it is right, and then at its own', () => {
    const clock = anchoredClock(0, 10_000);
    expect(clock.ahead()).toBe(10_000);
    clock.steer(-10_000);
    expect(clock.now()).toBe(start + 10_000);
    vi.advanceTimersByTime(10_000);
    expect(clock.now()).toBe(start + 15_000);
    expect(clock.ahead()).toBe(5_000);
    vi.advanceTimersByTime(10_000);
    expect(clock.now()).toBe(start + 20_000);
    vi.advanceTimersByTime(7_000);
    expect(clock.now()).toBe(start + 27_000);
  });

  it('never goes back or stands still, and ends up where it is held to, however it is steered', () => {
    const step = fc.record({
      passes: fc.integer({ min: 2, max: 60_000 }),
      strays: fc.integer({ min: -9_000, max: 9_000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const clock = anchoredClock();
        let right = clock.now();
        let last = right;
        for (const { passes, strays } of steps) {
          vi.advanceTimersByTime(passes);
          right += passes + strays;
          expect(clock.now()).toBeGreaterThan(last);
          clock.steer(right - clock.now());
          last = clock.now();
          // Behind no more, at once.
          expect(last).toBeGreaterThanOrEqual(right - 1);
        }
        vi.advanceTimersByTime(1_000_000);
        expect(Math.abs(clock.now() - right - 1_000_000)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

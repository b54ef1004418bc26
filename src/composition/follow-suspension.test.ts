import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { anchoredClock } from '../kernel/index.ts';
import { followSuspension } from './follow-suspension.ts';
import { Freshness } from './freshness.ts';

const start = Date.UTC(2027, 0, 15, 12);
beforeEach(() => void vi.useFakeTimers({ now: start }));
afterEach(() => void vi.useRealTimers());

/** A gateway's clock on a machine that has been up for ten seconds. @param exactly how its system says so */
function machine(exactly: (seconds: number) => number = (seconds) => seconds) {
  const clock = anchoredClock();
  const freshness = new Freshness(clock);
  const began = performance.now();
  let asleep = 0;
  const end = followSuspension({
    clock,
    steer: clock.steer,
    lapse: () => freshness.lapse(),
    log: { info: () => undefined },
    up: () => exactly(10 + asleep + (performance.now() - began) / 1_000),
  });
  return {
    clock,
    freshness,
    end,
    suspend: (seconds: number) => {
      asleep += seconds;
    },
  };
}

it('takes the time for which a machine was suspended for what has passed, within a second of being awake', () => {
  const { clock, end, suspend } = machine();
  vi.advanceTimersByTime(5_000);
  suspend(8 * 3_600);
  vi.advanceTimersByTime(1_000);
  expect(clock.now()).toBe(start + 8 * 3_600_000 + 6_000);
  suspend(60);
  vi.advanceTimersByTime(1_000);
  expect(clock.now()).toBe(start + 8 * 3_600_000 + 67_000);
  end();
});

it('knows nothing of what is in force until somebody has looked since', () => {
  const { clock, freshness, end, suspend } = machine();
  vi.advanceTimersByTime(1_000);
  const before = clock.monotonic();
  freshness.confirm(before);
  suspend(60);
  vi.advanceTimersByTime(1_000);
  expect(freshness.stale()).toBe(true);
  // The answer to a look that began before is as old as that.
  freshness.confirm(before);
  expect(freshness.stale()).toBe(true);
  freshness.confirm(clock.monotonic());
  expect(freshness.stale()).toBe(false);
  end();
});

it.each([
  ['exactly', undefined],
  ['in whole seconds', Math.floor],
  [
    'in whole seconds, and a second off now and then',
    (seconds: number) => Math.floor(seconds) + (Math.floor(seconds) % 2),
  ],
])('leaves the clock alone where its system says %s how long it has been up', (_how, exactly) => {
  const { clock, freshness, end } = machine(exactly);
  for (let n = 0; n < 1_000; n += 1) {
    vi.advanceTimersByTime(999);
    freshness.confirm(clock.monotonic());
    expect(freshness.stale()).toBe(false);
  }
  expect(clock.now()).toBe(start + 999_000);
  end();
});

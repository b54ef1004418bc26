import { vi } from 'vitest';
import { anchoredClock } from '../../../../src/kernel/index.ts';
import { memoryLimiter } from '../../../../src/limits/index.ts';
import { budget, demand, unit } from '../../../contract/limiter/demands.ts';
import type { Row, Standing } from '../row.ts';

const windowMs = 1_000;
const wanted = demand([budget({ windowMs, window: 'second', max: unit })]);

/** What is asked for is one call a second. */
async function open(): Promise<Standing> {
  const real = anchoredClock();
  let frozen: number | undefined;
  const limiter = memoryLimiter({ now: () => frozen ?? real.now(), monotonic: () => real.monotonic() });
  const wall = Date.now.bind(Date);
  const steps = [600_000, -600_000, Number.NaN, 0];
  let turn = 0;
  let last = Number.NEGATIVE_INFINITY;
  let closest = Number.POSITIVE_INFINITY;
  return {
    ask: async () => {
      const began = performance.now();
      const answer = limiter.take(wanted);
      if (!answer.ok) return answer.code;
      closest = Math.min(closest, performance.now() - last);
      last = began;
      return 'allow';
    },
    break: async (way) => {
      if (way === 'stalled') frozen = real.now();
      if (way === 'garbage') vi.spyOn(Date, 'now').mockImplementation(() => wall() + 600_000);
      if (way === 'flapping') vi.spyOn(Date, 'now').mockImplementation(() => wall() + (steps[turn++ & 3] ?? 0));
    },
    mend: async () => {
      frozen = undefined;
      vi.restoreAllMocks();
    },
    // From before one call to after the next there is a second, whatever the wall clock said. (Time is read in whole ms.)
    check: () => {
      if (closest < windowMs - 1) throw new Error(`two calls were let through within ${closest.toFixed(1)} ms`);
    },
    close: async () => void vi.restoreAllMocks(),
  };
}

const none = 'a process has its clock as long as it lives, and reading it cannot fail';

export const clock: Row = {
  what: 'clock',
  refused: /^rate_limited$/,
  cells: {
    down: { none },
    stalled: { how: 'the process’s clock stands still: nothing is given back' },
    error: { none },
    garbage: { how: 'the wall clock is ten minutes ahead', mixed: true },
    flapping: { how: 'the wall clock steps by ±10 minutes, and is no number at times', mixed: true },
  },
  open,
};

import { performance } from 'node:perf_hooks';

/** The share of time in which the thread has something to do, from which on it has none to spare. */
const busyFrom = 0.9;
/** How much the newest share counts beside those before it. */
const newest = 1 / 8;

/** @returns says whether this thread has had hardly any time to spare lately; asked every few milliseconds */
export function busyWatch(): () => boolean {
  let last = performance.eventLoopUtilization();
  let share = 0;
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    share += (utilization - share) * newest;
    return share >= busyFrom;
  };
}

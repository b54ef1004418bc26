import { getPriority, setPriority } from 'node:os';

/** By so much less a thread is wanted than the one that calls go through: it has a quarter of a core that both want. */
const lower = 5;
const lowest = 19;

/**
 * Lets calls go first: from now on this thread has a core only when the main thread leaves it, or a quarter of it. For
 * the threads that file, render and compile in the background: what they do in one go takes longer than a call, and on a
 * machine with fewer free cores than threads a call that comes meanwhile would wait for it (ADR 0321).
 *
 * On Linux each thread has a nice value of its own (`sched(7)`); elsewhere it is the process's, and nothing is done. A
 * machine that forbids it changes nothing but this.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, Math.min(lowest, getPriority(0) + lower));
  } catch {
    // It works as well as before, at the rank that it has.
  }
}

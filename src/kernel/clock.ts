/**
 * The only source of time. Pure code takes `now` as an argument; adapters take a `Clock`.
 */
export interface Clock {
  /** The authority's time: milliseconds since the epoch, never decreasing within a process. */
  now(): number;
  /** Milliseconds from an arbitrary origin, for durations only. */
  monotonic(): number;
}

/**
 * The process's monotonic clock, anchored at start to the later of the wall clock and `lastRecorded`
 * (policy language, section 4: no gateway's wall clock ever moves a window).
 *
 * @param lastRecorded the newest time found in the journal or the store, in ms since the epoch; 0 when there is none
 */
export function anchoredClock(lastRecorded = 0): Clock {
  const origin = performance.now();
  const anchor = Math.max(Date.now(), lastRecorded);
  return {
    now: () => Math.floor(anchor + (performance.now() - origin)),
    monotonic: () => performance.now(),
  };
}

/** A clock that stands still until it is told otherwise. Tests and `policy judge` use it. */
export function manualClock(start = 0): Clock & { set(ms: number): void; advance(ms: number): void } {
  let at = start;
  return {
    now: () => at,
    monotonic: () => at,
    set: (ms) => {
      at = ms;
    },
    advance: (ms) => {
      at += ms;
    },
  };
}

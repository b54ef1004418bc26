/**
 * The only source of time. Pure code takes `now` as an argument; adapters take a `Clock`.
 */
export interface Clock {
  /** The authority's time: milliseconds since the epoch, never decreasing within a process. */
  now(): number;
  /** Milliseconds from an arbitrary origin, for durations only. */
  monotonic(): number;
}

/** A clock that can be held to another one. */
export interface SteeredClock extends Clock {
  /**
   * Takes out by how much it was found to be behind (at once), or ahead: then it runs at half its pace until that is gone, for
   * it neither goes back nor stands still.
   *
   * @param byMs positive when it is behind
   */
  steer(byMs: number): void;
  /** How far it is ahead of this machine's own now, ms; negative: behind. */
  ahead(): number;
}

/**
 * The process's monotonic clock, anchored at start to the later of the wall clock and `lastRecorded`
 * (policy language, section 4: no gateway's wall clock ever moves a window).
 *
 * @param lastRecorded the newest time found in the journal or the store, in ms since the epoch; 0 when there is none
 * @param ahead how far the clock that counts is ahead of this machine's, ms: where several gateways have one database, its
 */
export function anchoredClock(lastRecorded = 0, ahead = 0): SteeredClock {
  let origin = performance.now();
  let anchor = Math.max(Date.now() + ahead, lastRecorded);
  let tooFar = 0;
  const exactly = (): number => {
    const passed = performance.now() - origin;
    return anchor + passed - Math.min(tooFar, passed / 2);
  };
  return {
    now: () => Math.floor(exactly()),
    monotonic: () => performance.now(),
    steer: (byMs) => {
      anchor = exactly() + Math.max(0, byMs);
      origin = performance.now();
      tooFar = Math.max(0, -byMs);
    },
    ahead: () => exactly() - Date.now(),
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

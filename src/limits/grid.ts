/** The longest window the policy language knows: 366 days. */
export const longestWindowMs = 31_622_400_000;

/** How many granules a window has; the reciprocal is the most that an amount may count longer than it must. */
const granules = 60;

const weekMs = 604_800_000;
/** 1970-01-01 was a Thursday; weeks start on Monday. */
const firstMondayMs = 4 * 86_400_000;

/**
 * The absolute time grid of one window length. Amounts of one granule are kept as one number together with the time of
 * the latest of them, so an amount counts at most `granuleMs - 1` ms too long and never too short.
 *
 * For every window that may be aligned to the calendar, `granuleMs` divides `windowMs` and the grid starts where the
 * calendar does: no granule lies across the boundary of a period.
 */
export interface Grid {
  readonly windowMs: number;
  readonly granuleMs: number;
  /** Where the grid (and with it the calendar) starts, ms since the epoch. */
  readonly originMs: number;
}

/** @param windowMs length of the window in ms, an integer of at least 1 */
export function gridOf(windowMs: number): Grid {
  return {
    windowMs,
    granuleMs: Math.max(1, Math.floor(windowMs / granules)),
    originMs: windowMs === weekMs ? firstMondayMs : 0,
  };
}

/** The number of the granule that `at` lies in. */
export function granuleOf(grid: Grid, at: number): number {
  return Math.floor((at - grid.originMs) / grid.granuleMs);
}

/** Start of the calendar period that `at` lies in: UTC, weeks from Monday. */
export function periodStart(grid: Grid, at: number): number {
  return Math.floor((at - grid.originMs) / grid.windowMs) * grid.windowMs + grid.originMs;
}

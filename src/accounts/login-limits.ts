/** Sign-ins that failed, under one subject. */
export interface Failures {
  readonly count: number;
  /** When the last one was, ms since the epoch. */
  readonly lastAt: number;
}

interface Limit {
  /** So many may fail before anybody must wait. */
  readonly free: number;
  /** The longest wait, in ms. */
  readonly most: number;
}

/**
 * Of one account, for whoever was not here before: five minutes after the last attempt of somebody else its owner may try again.
 * Of one browser that has signed in to it before, or one session, for whoever has that: these are counted by themselves.
 */
export const accountLimit: Limit = { free: 5, most: 5 * 60_000 };
/** From one address (of IPv6, one /64), whatever the account. */
export const addressLimit: Limit = { free: 20, most: 15 * 60_000 };
/** From one /48 of IPv6, which a site has whole, with 65,536 of the addresses above: as much as five of them. */
export const siteLimit: Limit = { free: 100, most: 15 * 60_000 };

/** Failures are forgotten when there was none for so long, in ms. */
export const forgottenMs = 60 * 60_000;

/**
 * How long the next attempt must wait: nothing at first, then a second, doubled by each failure that follows.
 *
 * @returns ms from `now`; 0 when it may be made at once
 */
export function waitOf({ count, lastAt }: Failures, { free, most }: Limit, now: number): number {
  if (count < free || now - lastAt >= forgottenMs) return 0;
  const wait = Math.min(most, 1_000 * 2 ** Math.min(count - free, 30));
  return Math.max(0, lastAt + wait - now);
}

/** Whether a failure is worth a record: the first that makes others wait, and then each time their number doubles. */
export function worthRecording(count: number, { free }: Limit): boolean {
  const beyond = count - free + 1;
  return beyond > 0 && (beyond & (beyond - 1)) === 0;
}

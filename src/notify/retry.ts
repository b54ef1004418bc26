/** So often a message is tried: a little more than three days, after which nobody is thought to listen any more. */
export const mostAttempts = 14;

const firstMs = 5_000;

/** How long somebody who does not answer is tried. */
export interface Patience {
  readonly attempts: number;
  readonly longestMs: number;
}

/** With messages. */
export const withMessages: Patience = { attempts: mostAttempts, longestMs: 12 * 3_600_000 };
/** With records: they are kept here anyway, and the others wait behind these. */
export const withRecords: Patience = { attempts: Number.POSITIVE_INFINITY, longestMs: 5 * 60_000 };

/**
 * How long to wait after a failed attempt: 5 s, then three times as long each time, up to a most; each less up to a
 * quarter by chance, so that what failed together is not tried together. Who asks to be left alone for some time is,
 * and up to a tenth longer.
 *
 * @param failed how many have failed, at least 1
 * @param chance from 0 to 1
 * @param askedMs what the receiver asks for
 * @returns ms, or `undefined` when it was the last one
 */
export function retryDelay(
  failed: number,
  chance: number,
  { attempts, longestMs }: Patience = withMessages,
  askedMs?: number,
): number | undefined {
  if (failed >= attempts) return undefined;
  if (askedMs !== undefined) return Math.max(1_000, Math.round(askedMs * (1 + chance / 10)));
  const whole = Math.min(longestMs, firstMs * 3 ** (failed - 1));
  return Math.round(whole * (1 - chance / 4));
}

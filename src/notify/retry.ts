/** So often a delivery is tried: a little more than three days, after which nobody is thought to listen any more. */
export const mostAttempts = 14;

const firstMs = 5_000;
const longestMs = 12 * 3_600_000;

/**
 * How long to wait after a failed attempt: 5 s, then three times as long each time, half a day at most; each less up to
 * a quarter by chance, so that what failed together is not tried together.
 *
 * @param attempts how many have failed, at least 1
 * @param chance from 0 to 1
 * @returns ms, or `undefined` when it was the last one
 */
export function retryDelay(attempts: number, chance: number): number | undefined {
  if (attempts >= mostAttempts) return undefined;
  const whole = Math.min(longestMs, firstMs * 3 ** (attempts - 1));
  return Math.round(whole * (1 - chance / 4));
}

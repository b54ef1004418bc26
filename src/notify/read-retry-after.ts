/** Nobody is left alone for longer. */
const mostMs = 12 * 3_600_000;

/**
 * Reads `Retry-After` (RFC 9110, 10.2.3): seconds, or the date of an HTTP header.
 *
 * @param now ms since the epoch
 * @returns ms, or `undefined` where there is none or it is neither
 */
export function readRetryAfter(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : dateOf(text) - now;
  return Number.isNaN(ms) ? undefined : Math.min(mostMs, Math.max(0, ms));
}

/** One form only: the others are obsolete, and a bare number is no date. */
function dateOf(text: string): number {
  return /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text) ? Date.parse(text) : Number.NaN;
}

/** How far back one can look at once, in hours. */
export const spans: ReadonlyMap<string, { readonly words: string; readonly hours: number }> = new Map([
  ['1h', { words: 'the last hour', hours: 1 }],
  ['24h', { words: 'the last 24 hours', hours: 24 }],
  ['7d', { words: 'the last 7 days', hours: 7 * 24 }],
  ['30d', { words: 'the last 30 days', hours: 30 * 24 }],
]);

/** A day of the calendar, as the address and the browser's own field have it: `2026-11-26`. */
export const isDay = (span: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(span) && !Number.isNaN(Date.parse(span));

/** A day so many days from the one on which `time` lies, in the reader's zone. */
export function dayOf(time: number, days = 0): string {
  const date = new Date(time);
  const there = new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${there.getFullYear()}-${two(there.getMonth() + 1)}-${two(there.getDate())}`;
}

/**
 * What a span means, ms since the epoch. From when on is a whole minute: asked again within it, it is the same question.
 *
 * @param span one of `spans`, a day, or anything else for no limit
 */
export function timeSpan(span: string, now: number): { readonly since?: number; readonly until?: number } {
  if (isDay(span)) {
    const [year = 0, month = 1, day = 1] = span.split('-').map(Number);
    // The API counts `until` in, and a day may have 23 hours, or 25.
    const until = new Date(year, month - 1, day + 1).getTime() - 1;
    return { since: new Date(year, month - 1, day).getTime(), ...(until < now ? { until } : {}) };
  }
  const hours = spans.get(span)?.hours;
  return hours === undefined ? {} : { since: Math.floor(now / 60_000 - hours * 60) * 60_000 };
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How long ago, or in how long: “3 min ago”. @param now ms since the epoch */
export function since(time: number, now: number): string {
  const gap = time - now;
  for (const [unit, ms] of units) if (Math.abs(gap) >= ms) return relative.format(Math.trunc(gap / ms), unit);
  return Math.abs(gap) < 5_000 ? 'now' : relative.format(Math.trunc(gap / 1_000), 'second');
}

/** A moment to the second, in the reader’s zone. */
export const moment = (time: number): string => exact.format(time);

// Made once: a format that is made anew for each row of a table costs more than the row.
const timeOfDay = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** The time of day to the second; of another day than today the day, too, and the minute. */
export function clock(time: number): string {
  const midnight = new Date().setHours(0, 0, 0, 0);
  return (time >= midnight && time < midnight + 86_400_000 ? timeOfDay : dayAndTime).format(time);
}

/** A number and what it counts: “1 call”, “1,200 calls”. */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

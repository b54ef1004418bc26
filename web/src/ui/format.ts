const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });
const counts = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

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

export const number = (value: number): string => (value < 10_000 ? value.toLocaleString('en') : counts.format(value));

export function duration(ms: number): string {
  if (ms < 1) return '<1 ms';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} d`;
}

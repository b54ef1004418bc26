import { InvalidArgumentError } from 'commander';
import { anchoredClock } from '../../kernel/index.ts';

const units = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

/** A moment to come, in ms since the epoch, from RFC 3339 or a span such as `90d`. */
export function parseExpiry(text: string): number {
  const span = /^(\d{1,6})([mhd])$/.exec(text);
  if (span !== null) return anchoredClock().now() + Number(span[1]) * (units.get(span[2] ?? '') ?? 0);
  const time = /^\d{4}-\d\d-\d\d(?:[Tt]\d\d:\d\d(?::\d\d)?(?:[Zz]|[+-]\d\d:\d\d))?$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(time)) {
    throw new InvalidArgumentError('It is a span such as 12h or 90d, or a time such as 2027-05-01T12:00:00Z.');
  }
  return time;
}

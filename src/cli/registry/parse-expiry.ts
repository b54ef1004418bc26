import { InvalidArgumentError } from 'commander';
import { anchoredClock } from '../../kernel/index.ts';
import { parseSpan } from '../parse-span.ts';

/** A moment to come, in ms since the epoch, from RFC 3339 or a span such as `90d`. */
export function parseExpiry(text: string): number {
  const span = parseSpan(text);
  if (span !== undefined) return anchoredClock().now() + span;
  const time = /^\d{4}-\d\d-\d\d(?:[Tt]\d\d:\d\d(?::\d\d)?(?:[Zz]|[+-]\d\d:\d\d))?$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(time)) {
    throw new InvalidArgumentError('It is a span such as 12h or 90d, or a time such as 2027-05-01T12:00:00Z.');
  }
  return time;
}

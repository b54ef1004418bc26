import { expect, test } from 'vitest';
import { dayOf, timeSpan } from '../../web/src/features/activity/time-span.ts';

const noon = new Date(2026, 2, 30, 12, 0, 30).getTime();
const hour = 3_600_000;

test('a day is all of that day in the reader’s zone, to its last millisecond, and has no end while it lasts', () => {
  for (let back = 0; back < 400; back++) {
    const day = dayOf(noon, -back);
    const { since = 0, until } = timeSpan(day, noon);
    expect(dayOf(since)).toBe(day);
    expect(dayOf(since - 1)).toBe(dayOf(noon, -back - 1));
    expect(until === undefined).toBe(back === 0);
    if (until === undefined) continue;
    expect(dayOf(until)).toBe(day);
    expect(dayOf(until + 1)).toBe(dayOf(noon, 1 - back));
  }
});

test('a span is counted back to a whole minute, and what is neither is no limit', () => {
  const minute = new Date(2026, 2, 30, 12, 0).getTime();
  expect(timeSpan('24h', noon)).toEqual({ since: minute - 24 * hour });
  expect(timeSpan('24h', noon + 20_000)).toEqual(timeSpan('24h', noon));
  for (const none of ['', 'x', '2026-13-45', '12026-01-01']) expect(timeSpan(none, noon)).toEqual({});
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareMoments, type Moment, momentOf } from './rfc3339.ts';

const two = (value: number): string => String(value).padStart(2, '0');
const time = fc.record({
  ms: fc.integer({ min: -62_167_219_200, max: 253_402_300_799 }).map((seconds) => seconds * 1000),
  fraction: fc.constantFrom('', '0', '5', '50', '05', '123456789123', '1234567891230'),
  offset: fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 }),
});

/** A moment as somebody's clock shows it who is so many minutes ahead. */
function spelled({ ms, fraction, offset }: { ms: number; fraction: string; offset: number }): string | undefined {
  const local = new Date(ms + offset * 60_000).toISOString();
  if (!/^\d{4}-/.test(local)) return undefined;
  const zone =
    offset === 0
      ? 'Z'
      : `${offset < 0 ? '-' : '+'}${two(Math.trunc(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  return `${local.slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}${zone}`;
}

it('is the same moment wherever it is written down', () => {
  fc.assert(
    fc.property(time, (one) => {
      const text = spelled(one);
      fc.pre(text !== undefined);
      expect(momentOf(text)).toEqual({ seconds: one.ms / 1000, fraction: one.fraction.replace(/0+$/, '') });
    }),
    { numRuns: 1_000 },
  );
});

it('moments are in the order of time', () => {
  const moment = fc.record({
    seconds: fc.integer({ min: -3, max: 3 }),
    fraction: fc.stringMatching(/^(\d{0,3}[1-9])?$/),
  });
  const exact = ({ seconds, fraction }: Moment): bigint => BigInt(seconds) * 10_000n + BigInt(fraction.padEnd(4, '0'));
  fc.assert(
    fc.property(moment, moment, (a, b) => {
      const [x, y] = [exact(a), exact(b)];
      expect(Math.sign(compareMoments(a, b))).toBe(x < y ? -1 : x > y ? 1 : 0);
    }),
    { numRuns: 1_000 },
  );
});

describe('what is no moment', () => {
  it.each([
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00+00:60',
    '2026-00-01T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-32T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-01-01T00:00:00.Z',
    '2026-01-01T00:00:00',
    '2026-01-01t00:00:00Z',
    '2026-01-01T00:00:00z',
    ' 2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z\n',
    '12026-01-01T00:00:00Z',
  ])('%j', (text) => expect(momentOf(text)).toBeUndefined());

  it.each(['2024-02-29T00:00:00Z', '2000-02-29T23:59:59+23:59', '0000-01-01T00:00:00-23:59', '9999-12-31T23:59:59Z'])(
    'and %j is one',
    (text) => expect(momentOf(text)).toBeDefined(),
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOf, keepsItsDigits, maxMillionths, millionths } from './decimal.ts';

/** A decimal, spelled in one of the ways in which it can be. */
const spelled = fc
  .record({
    negative: fc.boolean(),
    digits: fc.bigInt({ min: 0n, max: 10n ** 20n }),
    exponent: fc.integer({ min: -12, max: 12 }),
    point: fc.nat({ max: 25 }),
    zeros: fc.nat({ max: 3 }),
    mark: fc.constantFrom('e', 'E', 'e+'),
  })
  .map(({ negative, digits, exponent, point, zeros, mark }) => {
    const text = '0'.repeat(zeros) + digits;
    const at = Math.max(0, text.length - point);
    const places = text.length - at;
    const power = exponent + places;
    const sign = mark === 'e+' && power < 0 ? 'e' : mark;
    return {
      lexeme: `${negative ? '-' : ''}${text.slice(0, at) || '0'}${places > 0 ? `.${text.slice(at)}` : ''}${power === 0 ? '' : sign + power}`,
      digits,
      exponent,
    };
  });

it('reads a decimal as what it is, however it is spelled', () => {
  fc.assert(
    fc.property(spelled, ({ lexeme, digits, exponent }) => {
      const read = decimalOf(lexeme);
      expect(BigInt(read.digits || '0') * 10n ** BigInt(read.exponent + 50)).toBe(
        digits * 10n ** BigInt(exponent + 50),
      );
      expect(read.digits).not.toMatch(/^0|0$/);
      if (digits === 0n) expect(read).toEqual({ digits: '', exponent: 0 });
    }),
  );
});

it('a number survives when its double, printed, is the same number', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        spelled.map(({ lexeme }) => lexeme),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      ),
      (lexeme) => {
        const [kept, written] = [decimalOf(String(Number(lexeme))), decimalOf(lexeme)];
        expect(keepsItsDigits(lexeme)).toBe(JSON.stringify(kept) === JSON.stringify(written));
      },
    ),
    { numRuns: 1_000 },
  );
  expect(
    ['1e400', '-1e400', '0.1', '1.0', '-0', '9007199254740993', '0.30000000000000001', '-1.5'].map(keepsItsDigits),
  ).toEqual([false, false, true, true, true, false, false, true]);
});

describe('millionths', () => {
  it('are exact for six places, and none for more', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 53n }), fc.constantFrom('', '1'), (amount, more) => {
        const text = `${amount / 1_000_000n}.${String(amount % 1_000_000n).padStart(6, '0')}${more}`;
        fc.pre(keepsItsDigits(text));
        expect(millionths(Number(text))).toBe(more === '' ? Number(amount) : undefined);
      }),
    );
  });
  const most = maxMillionths / 1e6;
  it.each([
    [-1, undefined],
    [-0, 0],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [Number.NEGATIVE_INFINITY, undefined],
    [1e-6, 1],
    [1e-7, undefined],
    [1.5e-6, undefined],
    [most, maxMillionths],
    [9_007_199_254, 9_007_199_254_000_000],
    [9_007_199_254.740_993, maxMillionths + 2],
    [9_007_199_255, maxMillionths + 2],
    [99_999_999_999, maxMillionths + 2],
    [999_999_999_999, maxMillionths + 2],
    [1e12, maxMillionths + 2],
    [1e300, maxMillionths + 2],
  ])('of %j are %j', (value, expected) => expect(millionths(value)).toBe(expected));
});

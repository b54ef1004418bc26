import fc from 'fast-check';
import { expect, it } from 'vitest';
import { survivesDouble } from './survives-double.ts';

it.each([
  ['0.99999999999999999999', false],
  ['9.9999999999999999999e2', false],
  ['99999999999999999.9e-14', false],
  ['1000e-3', true],
  ['0.001e3', true],
  ['1000E-3', true],
  ['1e-7', true],
  ['0.0000001', true],
  ['0.00000010', true],
  ['10.0e-8', true],
  ['123.4500e1', true],
  ['1234.5', true],
  ['1234.50001e0', true],
  ['-0', true],
  ['0.000', true],
  ['0e5', true],
  ['1e-400', false],
  ['-12.5e-1', true],
  ['9007199254740992', true],
  ['-9007199254740992', true],
  ['9007199254740994', false],
  ['1125899906842624.5', true],
  ['4503599627370496.5', false],
  ['4503599627370496.25', false],
  ['0.1000000000000000055511151231257827', false],
  ['0.30000000000000001', false],
])('%s: %s', (lexeme, survives) => expect(survivesDouble(lexeme)).toBe(survives));

/** A decimal as an integer and a power of ten, without zeros at its end. */
function exactly(lexeme: string): readonly [digits: bigint, exponent: number] {
  const [mantissa = '', power = '0'] = lexeme.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  let digits = BigInt(whole + fraction);
  let exponent = Number(power) - fraction.length;
  if (digits === 0n) return [0n, 0];
  while (digits % 10n === 0n) {
    digits /= 10n;
    exponent += 1;
  }
  return [digits, exponent];
}

it('is what comparing the shortest decimal with exact integers says', () => {
  const digits = (max: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${max}}$`));
  const spelt = fc
    .tuple(
      digits(17),
      fc.option(digits(18), { nil: '' }),
      fc.integer({ min: -25, max: 20 }),
      fc.constantFrom('', 'e', 'E', 'e+'),
    )
    .map(([whole, fraction, power, e]) => {
      const exponent = e === '' ? '' : e === 'e+' ? `e+${Math.abs(power)}` : `${e}${power}`;
      return `${whole.replace(/^0+(?=.)/, '')}${fraction === '' ? '' : `.${fraction}`}${exponent}`;
    });
  const printed = fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => String(Math.abs(n)));
  let survived = 0;
  fc.assert(
    fc.property(fc.oneof(spelt, printed), (lexeme) => {
      const value = Number(lexeme);
      const [a, b] = [exactly(String(value)), exactly(lexeme)];
      const expected = value <= 2 ** 53 && a[0] === b[0] && a[1] === b[1];
      survived += expected ? 1 : 0;
      expect(survivesDouble(lexeme), lexeme).toBe(expected);
    }),
    { numRuns: 3_000 },
  );
  expect(survived).toBeGreaterThan(300);
});

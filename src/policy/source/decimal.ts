/** An exact decimal without its sign: `digits` × 10^`exponent`, no zeros in front or behind; zero has no digits. */
export interface Decimal {
  readonly digits: string;
  readonly exponent: number;
}

const shape = /^[-+]?(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$/;

type Parts = [lexeme: string, whole: string, fraction: string, power: string | undefined];

/** Reads a JSON or YAML decimal number exactly as it is written. */
export function decimalOf(lexeme: string): Decimal {
  const [, whole, fraction, power = '0'] = shape.exec(lexeme) as unknown as Parts;
  const all = (whole + fraction).replace(/^0+/, '');
  const digits = all.replace(/(?<!0)0+$/, '');
  if (digits === '') return { digits: '', exponent: 0 };
  return { digits, exponent: Number(power) - fraction.length + (all.length - digits.length) };
}

/** Whether a number as written is the one that its double stands for (its shortest decimal). */
export function keepsItsDigits(lexeme: string): boolean {
  const value = Number(lexeme);
  if (!Number.isFinite(value)) return false;
  const shortest = String(value);
  if (shortest === lexeme) return true;
  // A double keeps the sign; and of two decimals with the same digits but other powers of ten it keeps no one as the
  // other, unless it is zero, which has no digits.
  return decimalOf(lexeme).digits === decimalOf(shortest).digits;
}

/** Most that a `max` or a constant cost may be: 2^53 millionths. */
export const maxMillionths = 2 ** 53;

const perUnit = 1e6;
/** Most whole units that are fewer millionths than a double counts one by one. */
const mostUnits = Math.floor(maxMillionths / perUnit);

/**
 * An amount in millionths, exactly.
 *
 * @returns `undefined` for a negative or non-finite amount and one of more than six places; an amount beyond 2^53
 *   millionths comes back as one step above it, more than any budget holds
 */
export function millionths(value: number): number | undefined {
  if (!Number.isFinite(value) || value < 0) return undefined;
  // Not by way of its digits, as nearly all of them. `-0` is 0.
  if (Number.isInteger(value) && value <= mostUnits) return Math.abs(value) * perUnit;
  const { digits, exponent } = decimalOf(String(value));
  if (exponent < -6) return undefined;
  const amount = BigInt(digits) * 10n ** BigInt(exponent + 6);
  return amount > BigInt(maxMillionths) ? maxMillionths + 2 : Number(amount);
}

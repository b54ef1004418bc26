import { Offence } from './offence.ts';
import type { ScannedText } from './skip-string.ts';
import { survivesDouble } from './survives-double.ts';

/** A longer number is refused unread where it would have to be compared: none of use has as many digits. */
const LONGEST = 1024;
/** More digits in a row are refused wherever they stand: they are passed in one go. */
const MOST_DIGITS = 64 * 1024;
/** Comparing a number costs as much as several plain values: it counts as that many more. */
const SURCHARGE = 3;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;

/**
 * Steps over a number by the grammar of RFC 8259, section 6.
 *
 * @param from the first byte: a minus sign or a digit
 * @param exact whether to refuse what does not survive the way through a double (threats B05, see `survivesDouble`)
 * @returns the byte after the number
 * @throws Offence
 */
export function skipNumber(text: ScannedText, from: number, exact: boolean): number {
  const bytes = text.bytes;
  const whole = bytes[from] === MINUS ? from + 1 : from;
  let at = skipDigits(bytes, whole);
  if (at === whole || (bytes[whole] === ZERO && at > whole + 1)) throw new Offence('malformed number', from);
  const wholeDigits = at - whole;
  let fractionDigits = 0;
  if (bytes[at] === POINT) {
    const fraction = at + 1;
    at = skipDigits(bytes, fraction);
    if (at === fraction) throw new Offence('malformed number', from);
    // Zeros at its end say nothing; before the first of them stands the point.
    let end = at;
    while (bytes[end - 1] === ZERO) end -= 1;
    fractionDigits = end - fraction;
  }
  let exponent = 0;
  if (((bytes[at] ?? 0) | 0x20) === 0x65) {
    at += bytes[at + 1] === PLUS || bytes[at + 1] === MINUS ? 2 : 1;
    const start = at;
    at = skipDigits(bytes, start);
    if (at === start) throw new Offence('malformed number', from);
    exponent = smallInteger(bytes, start, at) * (bytes[start - 1] === MINUS ? -1 : 1);
  }
  if (exact && !isShort(wholeDigits, fractionDigits, exponent)) {
    if (at - from > LONGEST) throw new Offence(`number of more than ${LONGEST} characters`, from);
    text.surcharge += SURCHARGE;
    if (!survivesDouble(bytes.toString('latin1', from, at))) {
      throw new Offence('number that a double cannot hold exactly', from);
    }
  }
  return at;
}

function skipDigits(bytes: Buffer, from: number): number {
  const end = Math.min(bytes.length, from + MOST_DIGITS + 1);
  let at = from;
  while (at < end) {
    const c = bytes[at] as number;
    if (c < ZERO || c > 0x39) break;
    at += 1;
  }
  if (at - from > MOST_DIGITS) throw new Offence(`more than ${MOST_DIGITS} digits in a row`, from);
  return at;
}

/**
 * Any decimal of at most 15 significant digits comes back from a double as it was (C's `DBL_DIG`), unless it is so
 * small that doubles grow coarse; below 10^15 it cannot be an integer that doubles do not tell apart either.
 */
function isShort(wholeDigits: number, fractionDigits: number, exponent: number): boolean {
  return wholeDigits + fractionDigits <= 15 && wholeDigits + exponent <= 15 && exponent - fractionDigits >= -290;
}

/** @returns what up to three digits say; 1000 for more, which is over every threshold here */
function smallInteger(bytes: Buffer, start: number, end: number): number {
  if (end - start > 3) return 1000;
  let value = 0;
  for (let at = start; at < end; at += 1) value = value * 10 + (bytes[at] as number) - ZERO;
  return value;
}

/** 2^53: the last of the integers that a double tells from their neighbours. */
const LAST_EXACT = 9_007_199_254_740_992;
const ZERO = 0x30;
const NINE = 0x39;
const POINT = 0x2e;

/**
 * Whether every decoder that keeps numbers as doubles, and every one that keeps them exactly, reads the same number
 * (threats B05; policy language, section 7): the shortest decimal of the double is the number that was written, and
 * an integer, however written, is within ±2^53. `-0`, `1.0`, `1E2` and `5e-324` survive; `9007199254740993`, `1e300`,
 * `1e400`, `1e-400` and `100.00000000000000001` do not.
 *
 * @param lexeme a number by JSON's grammar
 */
export function survivesDouble(lexeme: string): boolean {
  const value = Number(lexeme);
  // Beyond 2^53 every double is an integer; infinity is beyond too.
  if (Math.abs(value) > LAST_EXACT) return false;
  const shortest = String(value);
  return shortest === lexeme || sameDigits(shortest, lexeme);
}

/**
 * Compares the significant digits of a double's shortest decimal with those of a decimal that became this double. Their
 * signs and powers of ten need no comparing: a double never loses a sign, and two decimals with the same digits and
 * different powers of ten never become the same double, unless it is zero.
 */
function sameDigits(shortest: string, written: string): boolean {
  // Of zero there is none: no digit stands at -1.
  let i = firstSignificant(shortest);
  let j = firstSignificant(written);
  for (;;) {
    if (shortest.charCodeAt(i) === POINT) i += 1;
    if (written.charCodeAt(j) === POINT) j += 1;
    const x = digitAt(shortest, i);
    const y = digitAt(written, j);
    // No decimal of the double has fewer digits than the shortest one, of which at most zeros are left.
    if (y < 0) return true;
    // Where the shortest one has ended, the other may go on with zeros.
    if (Math.max(x, 0) !== y) return false;
    if (x >= 0) i += 1;
    j += 1;
  }
}

/** @returns where the first digit that is no zero stands, -1 where the number is zero */
function firstSignificant(text: string): number {
  for (let at = 0; at < text.length; at += 1) {
    const c = text.charCodeAt(at);
    if (c > ZERO && c <= NINE) return at;
    if (c !== ZERO && c !== POINT && at > 0) break;
  }
  return -1;
}

/** @returns a negative number where no digit stands */
function digitAt(text: string, at: number): number {
  const c = text.charCodeAt(at);
  return c <= NINE ? c - ZERO : -1;
}

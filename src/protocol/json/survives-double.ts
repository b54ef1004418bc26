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
  return shortest === lexeme || sameDecimal(shortest, lexeme);
}

/** Compares two decimals as numbers, without their signs (which a double never loses). */
function sameDecimal(a: string, b: string): boolean {
  let i = firstSignificant(a);
  let j = firstSignificant(b);
  if (i < 0 || j < 0) return i === j;
  if (magnitude(a, i) !== magnitude(b, j)) return false;
  for (;;) {
    if (a.charCodeAt(i) === POINT) i += 1;
    if (b.charCodeAt(j) === POINT) j += 1;
    const x = digitAt(a, i);
    const y = digitAt(b, j);
    if (x < 0 && y < 0) return true;
    // Where one has ended the other may go on with zeros.
    if (Math.max(x, 0) !== Math.max(y, 0)) return false;
    if (x >= 0) i += 1;
    if (y >= 0) j += 1;
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

/** @returns the power of ten of the digit at `first` */
function magnitude(text: string, first: number): number {
  const small = text.indexOf('e');
  const e = small < 0 ? text.indexOf('E') : small;
  const end = e < 0 ? text.length : e;
  const point = text.indexOf('.');
  const units = (point < 0 ? end : point) - 1;
  const exponent = e < 0 ? 0 : Number(text.slice(e + 1));
  return units - first + (first > units ? 1 : 0) + exponent;
}

function digitAt(text: string, at: number): number {
  const c = text.charCodeAt(at);
  return c >= ZERO && c <= NINE ? c - ZERO : -1;
}

/** As far as one looks without SIMD. */
export const plainBytes = 256;

/**
 * Finds the end of a run of bytes that mean nothing in a JSON string: stops at the first quote, backslash or control
 * character. Four bytes are looked at in one step ("SIMD within a register"), which makes long strings four times
 * cheaper than a loop over bytes; a false alarm only ends the fast part early.
 *
 * @param view the whole text
 * @param from where to start
 * @returns an offset ≥ `from` before which no such byte stands; less than eight bytes may be left at the end, and no more
 *   than {@link plainBytes} are passed: from there on `skipWideRun` costs less
 */
export function skipPlainRun(view: DataView, from: number): number {
  const last = Math.min(view.byteLength, from + plainBytes) - 8;
  let at = from;
  while (at <= last) {
    const a = view.getInt32(at, true);
    const b = view.getInt32(at + 4, true);
    if (((special(a) | special(b)) & 0x80808080) !== 0) break;
    at += 8;
  }
  return at;
}

/** The top bit of each byte is set where that byte is below 0x20, 0x22 or 0x5c (and maybe where the one below it was). */
function special(word: number): number {
  const quote = word ^ 0x22222222;
  const slash = word ^ 0x5c5c5c5c;
  return (
    (((word - 0x20202020) | 0) & ~word) | (((quote - 0x01010101) | 0) & ~quote) | (((slash - 0x01010101) | 0) & ~slash)
  );
}

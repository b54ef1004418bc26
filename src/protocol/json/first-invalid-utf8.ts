import { isUtf8 } from 'node:buffer';

const WINDOW = 64 * 1024;

/**
 * Where a text stops being UTF-8, for an error message. Whole windows are passed by the native check; in the one that
 * fails, what is decoded with loss and encoded again differs there first (or up to two bytes later, where the broken
 * character begins like the replacement character).
 *
 * @returns its length, where all of it is UTF-8
 */
export function firstInvalidUtf8(bytes: Buffer): number {
  let start = 0;
  while (start < bytes.length) {
    let end = start + WINDOW;
    // A window ends before a character, not inside one.
    for (let back = 0; back < 3 && ((bytes[end] as number) & 0xc0) === 0x80; back += 1) end -= 1;
    const window = bytes.subarray(start, end);
    if (!isUtf8(window)) {
      const again = Buffer.from(window.toString('utf8'));
      let at = 0;
      while (window[at] === again[at]) at += 1;
      return start + at;
    }
    start = end;
  }
  return bytes.length;
}

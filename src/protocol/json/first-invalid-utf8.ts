import { isUtf8 } from 'node:buffer';

const WINDOW = 64 * 1024;

/**
 * Where a text stops being UTF-8, for an error message. Whole windows are passed by the native check; in the one that
 * fails, what is decoded with loss and encoded again differs there first (or up to two bytes later, where the broken
 * character begins like the replacement character).
 *
 * @param from where a character begins, and before which nothing is broken
 * @returns its length, where all of it is UTF-8
 */
export function firstInvalidUtf8(bytes: Buffer, from = 0): number {
  let start = from;
  while (start < bytes.length) {
    const end = endOfWindow(bytes, start);
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

/** @returns where a look at the text that begins at `start` may end: before a character, and not inside one */
export function endOfWindow(bytes: Buffer, start: number): number {
  let end = start + WINDOW;
  for (let back = 0; back < 3 && ((bytes[end] as number) & 0xc0) === 0x80; back += 1) end -= 1;
  return end;
}

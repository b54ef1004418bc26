import { hex4 } from './skip-string.ts';

const short = new Map([
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
]);

/**
 * Writes the UTF-8 bytes that a JSON string means; they are never more than those it is written with.
 *
 * @param bytes holds a string that `skipString` accepted as well-formed, in `start`…`end` without its quotes
 * @param target where to write, at `to`
 * @returns the byte after the last one written
 */
export function unescapeInto(target: Buffer, to: number, bytes: Buffer, start: number, end: number): number {
  let out = to;
  let at = start;
  while (at < end) {
    const c = bytes[at] as number;
    if (c !== 0x5c) {
      target[out] = c;
      out += 1;
      at += 1;
      continue;
    }
    const letter = bytes[at + 1] as number;
    if (letter !== 0x75) {
      target[out] = short.get(letter) ?? letter;
      out += 1;
      at += 2;
      continue;
    }
    const unit = hex4(bytes, at + 2);
    at += 6;
    if (unit < 0xd800 || unit > 0xdfff) {
      out = putCodePoint(target, out, unit);
    } else {
      out = putCodePoint(target, out, 0x10000 + (unit - 0xd800) * 0x400 + (hex4(bytes, at + 2) - 0xdc00));
      at += 6;
    }
  }
  return out;
}

function putCodePoint(target: Buffer, to: number, point: number): number {
  if (point < 0x80) {
    target[to] = point;
    return to + 1;
  }
  const tail = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  const lead = [0, 0xc0, 0xe0, 0xf0][tail] as number;
  target[to] = lead | (point >> (6 * tail));
  for (let i = 1; i <= tail; i += 1) target[to + i] = 0x80 | ((point >> (6 * (tail - i))) & 0x3f);
  return to + tail + 1;
}

import { Offence } from './offence.ts';
import { plainBytes, skipPlainRun } from './plain-run.ts';
import { skipWideRun } from './wide-run.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Below this length a loop over bytes is cheaper than making a view. */
const SHORT = 48;

/** A text under scan. */
export interface ScannedText {
  readonly bytes: Buffer;
  /** Made when the first long string asks for it. */
  view: DataView | undefined;
  /** What its values count for beyond one each (see `JsonCaps.nodes`). */
  surcharge: number;
}

/**
 * Steps over a string by the grammar of RFC 8259, section 7. The text was checked to be UTF-8 before.
 *
 * @param quote the opening quote
 * @param from where to go on: the byte after it, or where it was left
 * @param wellFormed whether an escape that leaves half of a surrogate pair alone is refused (threats B08)
 * @param until where to leave it, or a little later
 * @returns the byte after the closing quote, or, where the string was left before, the place as a negative number
 * @throws Offence
 */
export function skipString(text: ScannedText, quote: number, from: number, wellFormed: boolean, until: number): number {
  const bytes = text.bytes;
  const length = bytes.length;
  const stop = Math.min(length, until);
  let at = from;
  let look = from + SHORT;
  while (at < stop) {
    const c = bytes[at] as number;
    if (c === QUOTE) return at + 1;
    if (c === BACKSLASH) {
      at = skipEscape(bytes, at, wellFormed);
    } else if (c < 0x20) {
      throw new Offence('control character in a string', at);
    } else {
      at += 1;
      if (at >= look) {
        text.view ??= new DataView(bytes.buffer, bytes.byteOffset, length);
        const far = at + plainBytes;
        at = skipPlainRun(text.view, at);
        if (at === far) at = skipWideRun(bytes, at);
        // Where specials stand close together, the fast part gains nothing: bytes again for a while.
        look = at + SHORT;
      }
    }
  }
  if (at >= length) throw new Offence('unterminated string', quote);
  return -at;
}

function skipEscape(bytes: Buffer, at: number, wellFormed: boolean): number {
  switch (bytes[at + 1]) {
    case QUOTE:
    case BACKSLASH:
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 2;
    case 0x75: {
      const unit = hex4(bytes, at + 2);
      if (unit < 0) throw new Offence('bad escape in a string', at);
      if (!wellFormed || unit < 0xd800 || unit > 0xdfff) return at + 6;
      const low = bytes[at + 6] === BACKSLASH && bytes[at + 7] === 0x75 ? hex4(bytes, at + 8) : -1;
      if (unit > 0xdbff || low < 0xdc00 || low > 0xdfff) throw new Offence('lone surrogate in a string', at);
      return at + 12;
    }
    default:
      throw new Offence('bad escape in a string', at);
  }
}

/** @returns the value of four hexadecimal digits, or -1 where they are not there */
export function hex4(bytes: Buffer, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i += 1) {
    const c = bytes[i] ?? 0;
    const digit = c <= 0x39 ? c - 0x30 : (c | 0x20) >= 0x61 && (c | 0x20) <= 0x66 ? (c | 0x20) - 0x57 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

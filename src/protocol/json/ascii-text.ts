import { isAscii } from 'node:buffer';

/** Longer texts are mostly content that is passed on and not looked at. */
const mostBytes = 4 * 1024;

/**
 * A short text that is all ASCII, as nearly every message is, as a string: what is cut out of that costs a tenth of what it
 * costs to read the same bytes, a call into C++ each time.
 *
 * What was cut out keeps all of the text alive: it must not outlive its message. For what does there is `nameAt`.
 *
 * @returns `undefined` for any other
 */
export function asciiText(bytes: Buffer): string | undefined {
  return bytes.length <= mostBytes && isAscii(bytes) ? bytes.toString('latin1') : undefined;
}

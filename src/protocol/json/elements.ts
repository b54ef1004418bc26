import type { Span } from './span.ts';

/**
 * The elements of an array, as spans: for lists whose items are judged one by one and passed on to the byte.
 *
 * @param span covers one JSON value that the scanner accepted
 * @returns `undefined` when the value is no array
 */
export function elementsAt(bytes: Buffer, span: Span): Span[] | undefined {
  const elements = eachElementAt(bytes, span);
  return elements === undefined ? undefined : [...elements];
}

/** The same, each looked for when it is asked for: a list of megabytes is gone through in slices of time. */
export function eachElementAt(bytes: Buffer, span: Span): Generator<Span, void, void> | undefined {
  return bytes[span.start] === 0x5b ? eachOf(bytes, span) : undefined;
}

function* eachOf(bytes: Buffer, span: Span): Generator<Span, void, void> {
  let depth = 0;
  let start = span.start + 1;
  for (let at = span.start + 1; at < span.end; at++) {
    const c = bytes[at];
    if (c === 0x22) at = endOfString(bytes, at);
    else if (c === 0x5b || c === 0x7b) depth += 1;
    else if (c === 0x2c && depth === 0) {
      yield trimmed(bytes, start, at);
      start = at + 1;
    } else if (c === 0x5d || c === 0x7d) {
      if (depth === 0) break;
      depth -= 1;
    }
  }
  const last = trimmed(bytes, start, span.end - 1);
  if (last.start < last.end) yield last;
}

/** @returns the place of the quote that ends the string which begins at `from` */
function endOfString(bytes: Buffer, from: number): number {
  let at = from + 1;
  while (bytes[at] !== 0x22) at += bytes[at] === 0x5c ? 2 : 1;
  return at;
}

function trimmed(bytes: Buffer, from: number, to: number): Span {
  let start = from;
  let end = to;
  while (start < end && (bytes[start] as number) <= 0x20) start += 1;
  while (end > start && (bytes[end - 1] as number) <= 0x20) end -= 1;
  return { start, end };
}

import type { JsonValue } from './json-value.ts';
import { Names } from './names.ts';
import { parseJson } from './parse.ts';
import type { Span } from './span.ts';

/**
 * @param ascii here and below: the bytes as text, where they are known to be ASCII (`asciiText`)
 * @returns the JSON text of a span, as it came
 */
export function textAt(bytes: Buffer, span: Span, ascii?: string): string {
  return ascii === undefined ? bytes.toString('utf8', span.start, span.end) : ascii.slice(span.start, span.end);
}

/**
 * @param span covers one JSON value that the scanner accepted
 * @returns the value; objects in it are ordinary ones: ask for members with `Object.hasOwn` only
 */
export function valueAt(bytes: Buffer, span: Span, ascii?: string): JsonValue {
  return parseJson(textAt(bytes, span, ascii));
}

/**
 * The same for what may have long strings in it, each of which is read when somebody looks at it: most policies look at
 * none, and to make a string of 256 KB costs more than anything else that happens to its call (330 µs of 1,280).
 *
 * @param bytes must stay as they are for as long as the value is used
 * @param longStrings of the whole text, in order
 * @throws Error when one of them is looked at after the bytes were given away
 */
export function valueReadLate(bytes: Buffer, span: Span, longStrings: readonly Span[], ascii?: string): JsonValue {
  if (longStrings.length === 0) return valueAt(bytes, span, ascii);
  const late = new Map<number, () => string>();
  let text = '';
  let from = span.start;
  for (const long of longStrings) {
    if (long.start <= span.start || long.end >= span.end) continue;
    text += bytes.toString('utf8', from, long.start);
    late.set(text.length, readLate(bytes, long));
    text += '""';
    from = long.end;
  }
  return late.size === 0 ? valueAt(bytes, span) : parseJson(text + bytes.toString('utf8', from, span.end), late);
}

function readLate(bytes: Buffer, span: Span): () => string {
  let read: string | undefined;
  return () => {
    read ??= stringAt(bytes, span);
    if (read === undefined) throw new Error('a string was looked at after its text was given away');
    return read;
  };
}

/** @returns the string at a span, `undefined` when there is no span or no string there */
export function stringAt(bytes: Buffer, span: Span | undefined): string | undefined {
  if (span === undefined || bytes[span.start] !== 0x22) return undefined;
  const raw = bytes.toString('utf8', span.start + 1, span.end - 1);
  return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
}

const names = new Names();

/** The same for names, which come again and again: one that was read before is that string again. */
export function nameAt(bytes: Buffer, span: Span | undefined): string | undefined {
  if (span === undefined || bytes[span.start] !== 0x22) return undefined;
  return names.at(bytes, span.start + 1, span.end - 1) ?? stringAt(bytes, span);
}

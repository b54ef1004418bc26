import type { JsonValue } from './json-value.ts';
import { parseJson } from './parse.ts';
import type { Span } from './span.ts';

/** @returns the JSON text of a span, as it came */
export function textAt(bytes: Buffer, span: Span): string {
  return bytes.toString('utf8', span.start, span.end);
}

/**
 * @param span covers one JSON value that the scanner accepted
 * @returns the value; objects in it are ordinary ones: ask for members with `Object.hasOwn` only
 */
export function valueAt(bytes: Buffer, span: Span): JsonValue {
  return parseJson(textAt(bytes, span));
}

/** @returns the string at a span, `undefined` when there is no span or no string there */
export function stringAt(bytes: Buffer, span: Span | undefined): string | undefined {
  if (span === undefined || bytes[span.start] !== 0x22) return undefined;
  const raw = bytes.toString('utf8', span.start + 1, span.end - 1);
  return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
}

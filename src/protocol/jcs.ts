import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { JsonValue } from './json/json-value.ts';

/**
 * The canonical form of RFC 8785: one text for all spellings of one value.
 *
 * @param value from `JSON.parse` of a text that the scanner accepted
 * @throws Error when a string in it holds half of a surrogate pair (which the strict scanner refuses, but content from
 *   an upstream may hold)
 */
export function canonical(value: JsonValue): string {
  // `undefined` for what is no JSON value only.
  return canonicalize(value) as string;
}

/** @returns SHA-256 of the canonical form, as 64 lower-case hexadecimal digits */
export function sha256Jcs(value: JsonValue): string {
  return createHash('sha256').update(canonical(value), 'utf8').digest('hex');
}

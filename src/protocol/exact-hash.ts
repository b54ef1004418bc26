import { sha256Jcs } from './jcs.ts';
import { isJsonObject } from './json/is-object.ts';
import type { JsonValue } from './json/json-value.ts';
import { survivesDouble } from './json/survives-double.ts';

/** A number that no double holds as it was written. */
class Inexact {
  readonly lexeme: string;

  constructor(lexeme: string) {
    this.lexeme = lexeme;
  }
}

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/**
 * The hash of a text's canonical form (RFC 8785), in which numbers that no double holds stand as they were written:
 * `9007199254740993` and `9007199254740992` are two numbers to whoever reads them exactly, and `1e400` is one. A text
 * without such numbers has the hash of its value, `sha256Jcs`.
 *
 * @param text JSON of an object or a list, strictly scanned: no key twice
 * @returns 64 lower-case hexadecimal digits
 */
export function sha256Exactly(text: string): string {
  const inexact: [place: string, lexeme: string][] = [];
  const revive: Reviver = (_, value, { source }) =>
    typeof value === 'number' && source !== undefined && !survivesDouble(source) ? new Inexact(source) : value;
  const value = settle(JSON.parse(text, revive as Parameters<typeof JSON.parse>[1]) as unknown, [], inexact);
  if (inexact.length === 0) return sha256Jcs(value);
  // A value is never a list that begins like this one: what is hashed as exact and what is not cannot be the same.
  return sha256Jcs(['inexact', value, inexact.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** The value with null in place of what is inexact, whose place and writing are noted. */
function settle(value: unknown, place: readonly (string | number)[], inexact: [string, string][]): JsonValue {
  if (value instanceof Inexact) {
    inexact.push([JSON.stringify(place), value.lexeme]);
    return null;
  }
  if (Array.isArray(value)) return value.map((item, i) => settle(item, [...place, i], inexact));
  if (!isJsonObject(value as JsonValue)) return value as JsonValue;
  const members = Object.entries(value as object).map(([key, item]) => [key, settle(item, [...place, key], inexact)]);
  return Object.fromEntries(members) as JsonValue;
}

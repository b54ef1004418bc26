import type { JsonValue } from '../../protocol/index.ts';
import type { Meter } from '../condition/meter.ts';
import { isList } from '../condition/resolve.ts';

/** The six names of JSON's types. */
export const jsonTypes = ['null', 'boolean', 'number', 'string', 'array', 'object'] as const;
export type JsonType = (typeof jsonTypes)[number];

export function typeOf(value: JsonValue): JsonType {
  if (value === null) return 'null';
  if (isList(value)) return 'array';
  return typeof value as JsonType;
}

/** Deep equality by JSON type. The order of keys says nothing; numbers compare exactly, and -0 is 0. */
export function equal(a: JsonValue, b: JsonValue, meter: Meter): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  meter.spend(4);
  if (isList(a)) {
    if (!isList(b) || a.length !== b.length) return false;
    meter.spend(a.length);
    return a.every((item, index) => equal(item, b[index] as JsonValue, meter));
  }
  if (isList(b)) return false;
  if (meter.keysOf(a) !== meter.keysOf(b)) return false;
  const keys = Object.keys(a);
  meter.spend(2 * keys.length);
  return keys.every((key) => Object.hasOwn(b, key) && equal(a[key] as JsonValue, b[key] as JsonValue, meter));
}

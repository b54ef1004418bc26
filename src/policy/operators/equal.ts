import type { JsonValue } from '../../protocol/index.ts';
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
export function equal(a: JsonValue, b: JsonValue, spend: (steps: number) => void): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  spend(4);
  if (isList(a)) {
    return isList(b) && a.length === b.length && a.every((item, index) => equal(item, b[index] ?? null, spend));
  }
  if (isList(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equal(a[key] ?? null, b[key] ?? null, spend));
}

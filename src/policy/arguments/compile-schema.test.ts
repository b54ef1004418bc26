import { expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { Meter } from '../condition/meter.ts';
import { compileSchema } from './compile-schema.ts';

const fits = (schema: JsonObject, value: JsonValue): boolean =>
  compileSchema(schema)(value as JsonObject, new Meter(1e6));
const [yes, no] = [true, false];
/** Not written as a literal: an object with `then` looks like a promise. */
function consequence(more: JsonObject, key = 'then'): JsonObject {
  return Object.fromEntries([[key, { type: 'string' }], ...Object.entries(more)]);
}
const a = (schema: JsonValue): JsonObject => ({ properties: { a: schema } });

it.each<[JsonObject, JsonValue, boolean]>([
  [{ $ref: '#/$defs/any', $defs: { any: true } }, { a: 1 }, yes],
  [{ $ref: '#/$defs/none', $defs: { none: false } }, { a: 1 }, no],
  [a({ $ref: '#' }), { a: { a: {} } }, yes],
  [{ ...a({ $ref: '#text' }), $defs: { t: { $anchor: 'text', type: 'string' } } }, { a: 1 }, no],
  [{ ...a({ $ref: '#/$defs/a~1b~0' }), $defs: { 'a/b~': { type: 'string' } } }, { a: 1 }, no],
  [consequence({}), { a: 1 }, yes],
  [consequence({ if: true }), { a: 1 }, no],
  [{ ...consequence({}), ...a({ $ref: '#/then' }) }, { a: 1 }, no],
  [a({ type: 'object' }), { a: {} }, yes],
  [a({ type: 'object' }), { a: null }, no],
  [a({ type: 'object' }), { a: [1] }, no],
  [a({ type: 'object' }), { a: 'text' }, no],
  [a({ minLength: 2 }), { a: 'ab' }, yes],
  [a({ minLength: 2 }), { a: 'a' }, no],
  [a({ minLength: 2 }), { a: 'long enough' }, yes],
  [a(true), { a: 1 }, yes],
  [a(false), { a: 1 }, no],
  [a({ allOf: [true, false] }), { a: 1 }, no],
])('%j of %j is %s', (schema, value, expected) => {
  expect(fits(schema, value)).toBe(expected);
});

it.each(['#nowhere', '#/nowhere', '#/properties/a/$ref/deeper', '#/$defs/n/deeper'])(
  'a reference to %s leads to no schema',
  ($ref) => {
    const schema = { ...a({ $ref }), $defs: { n: true } };
    expect(() => compileSchema(schema)).toThrow('a reference that leads to no schema');
  },
);

it('a format that is not in the closed list cannot be compiled', () => {
  expect(() => compileSchema(a({ format: 'regex' }))).toThrow('a format that is not known: regex');
});

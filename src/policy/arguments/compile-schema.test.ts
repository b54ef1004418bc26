import { expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { Meter, OverBudget } from '../condition/meter.ts';
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
  [a({ enum: [1, 2] }), { a: 2 }, yes],
  [a({ enum: [1, 2] }), { a: 3 }, no],
  [{ required: ['a', 'b'] }, { a: 1, b: 1 }, yes],
  [{ required: ['a', 'b'] }, { a: 1 }, no],
  [{ dependentRequired: { a: ['b'], c: ['d'] } }, { a: 1, b: 1 }, yes],
  [{ dependentRequired: { a: ['b'], c: ['d'] } }, { c: 1 }, no],
  [{ ...a(true), additionalProperties: false }, { a: 1 }, yes],
  [{ patternProperties: { '^a': true }, additionalProperties: false }, { ab: 1 }, yes],
  [{ patternProperties: { '^a': true }, additionalProperties: false }, { ab: 1, b: 1 }, no],
])('%j of %j is %s', (schema, value, expected) => {
  expect(fits(schema, value)).toBe(expected);
});

it('schemas count as inside one another while they are asked: a long list is none too deep', () => {
  expect(fits(a({ items: { type: 'integer' } }), { a: numbers(2_000) })).toBe(true);
});

it('a schema that leads back to itself is over its budget, and not over the stack of the process', () => {
  expect(() => compileSchema({ $ref: '#' })({}, new Meter(1e9))).toThrow(OverBudget);
});

/** Steps of a judgement that asks `schema` of the argument `a`. */
function steps(schema: JsonObject, value: JsonValue): number {
  let spent = 0;
  class Counting extends Meter {
    override spend(many: number): void {
      spent += many;
    }
  }
  expect(compileSchema(a(schema))({ a: value }, new Counting(1))).toBe(true);
  return spent;
}

/** What a keyword goes through is made a thousand times as large by a call: it has to pay for that (threats B24). */
it.each<[JsonObject, (many: number) => JsonValue]>([
  [{ uniqueItems: true }, numbers],
  [{ contains: true }, numbers],
  [{ unevaluatedItems: true }, numbers],
  [{ additionalProperties: true }, members],
  [{ propertyNames: true }, members],
  [{ patternProperties: { z: true } }, members],
  [{ unevaluatedProperties: true }, members],
  [{ maxProperties: 9_999 }, members],
  [{ minProperties: 1 }, members],
  [{ maxLength: 99_999 }, (many) => 'x'.repeat(16 * many)],
  [{ minLength: 1 }, (many) => 'x'.repeat(16 * many)],
])('%j costs at least a step for each element, key or 16 characters', (schema, made) => {
  const more = steps(schema, made(1_000)) - steps(schema, made(1));
  expect(more).toBeGreaterThanOrEqual(999);
  // Beside a schema that looks at none of it.
  expect(more).toBeGreaterThan(steps({}, made(1_000)) - steps({}, made(1)) + 900);
});

function numbers(many: number): JsonValue {
  return Array.from({ length: many }, (_, index) => index);
}

function members(many: number): JsonValue {
  return Object.fromEntries(Array.from({ length: many }, (_, index) => [`k${index}`, index]));
}

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

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSchema } from '../../src/policy/arguments/compile-schema.ts';
import { Meter } from '../../src/policy/condition/meter.ts';
import type { JsonObject, JsonValue } from '../../src/protocol/index.ts';
import { satisfies } from './judge/schema.ts';

const ours = (schema: JsonObject, value: JsonValue): boolean =>
  compileSchema(schema)(value as JsonObject, new Meter(1e9));

const isText = { type: 'string' };
const isNumber = { type: 'number' };

/** Not written as a literal: an object with `then` looks like a promise. */
function branching(condition: JsonValue, key: string, branch: JsonValue, beside: JsonObject = {}): JsonObject {
  return Object.fromEntries([['if', condition], [key, branch], ...Object.entries(beside)]);
}

describe('what has been looked at', () => {
  it.each<[string, JsonObject, JsonValue, boolean]>([
    ['prefixItems', { prefixItems: [isNumber], unevaluatedItems: false }, [1], true],
    ['no item behind prefixItems', { prefixItems: [isNumber], unevaluatedItems: false }, [1, 2], false],
    ['items', { items: isNumber, unevaluatedItems: false }, [1, 2], true],
    ['the items that contain', { contains: isText, unevaluatedItems: false }, ['a', 'b'], true],
    ['no item beside those that contain', { contains: isText, unevaluatedItems: false }, ['a', 1], false],
    ['those that need not contain', { contains: isText, minContains: 0, unevaluatedItems: false }, ['a'], true],
    ['prefix and contained', { prefixItems: [true], contains: isText, unevaluatedItems: false }, [1, 'a'], true],
    ['not between them', { prefixItems: [true], contains: isText, unevaluatedItems: false }, [1, 2, 'a'], false],
    [
      'by a part of allOf',
      { allOf: [{ contains: isText }, { contains: isNumber }], unevaluatedItems: false },
      ['a', 1],
      true,
    ],
    [
      'not by the others',
      { allOf: [{ contains: isText }, { contains: isNumber }], unevaluatedItems: false },
      ['a', 1, null],
      false,
    ],
    ['by a part of anyOf that fits', { anyOf: [{ items: isText }, true], unevaluatedItems: false }, ['a'], true],
    ['not by one that does not', { anyOf: [{ items: isText }, true], unevaluatedItems: false }, ['a', 1], false],
    [
      'by every part of anyOf',
      { anyOf: [{ properties: { a: true } }, { properties: { b: true } }], unevaluatedProperties: false },
      { a: 1, b: 1 },
      true,
    ],
    [
      'by the part of oneOf',
      {
        oneOf: [
          { required: ['a'], properties: { a: true } },
          { required: ['b'], properties: { b: true } },
        ],
        unevaluatedProperties: false,
      },
      { a: 1, c: 1 },
      false,
    ],
    ['by an if alone', { if: { properties: { a: isText } }, unevaluatedProperties: false }, { a: 'x' }, true],
    ['not by an if that fails', { if: { properties: { a: isText } }, unevaluatedProperties: false }, { a: 1 }, false],
    [
      'by if and then',
      branching({ properties: { a: isText } }, 'then', { properties: { b: true } }, { unevaluatedProperties: false }),
      { a: 'x', b: 1 },
      true,
    ],
    [
      'by else, not by the if that failed',
      { if: { properties: { a: isText } }, else: { properties: { b: true } }, unevaluatedProperties: false },
      { a: 1, b: 1 },
      false,
    ],
    [
      'by if, with an else',
      { if: { properties: { a: isText } }, else: { properties: { b: true } }, unevaluatedProperties: false },
      { a: 'x' },
      true,
    ],
    [
      'by nothing in a not',
      { not: { not: { properties: { a: true } } }, unevaluatedProperties: false },
      { a: 1 },
      false,
    ],
    [
      'through a reference',
      { $ref: '#/$defs/x', $defs: { x: { properties: { a: true } } }, unevaluatedProperties: false },
      { a: 1 },
      true,
    ],
    [
      'by patternProperties',
      { patternProperties: { '^a': true }, unevaluatedProperties: false },
      { ab: 1, b: 1 },
      false,
    ],
    [
      'by what a property calls for',
      { dependentSchemas: { a: { properties: { a: true, b: true } } }, unevaluatedProperties: false },
      { a: 1, b: 1 },
      true,
    ],
    [
      'by an inner unevaluated',
      { allOf: [{ unevaluatedProperties: true }], unevaluatedProperties: false },
      { a: 1 },
      true,
    ],
    [
      'of a member, not of its object',
      { properties: { a: { properties: { b: true } } }, unevaluatedProperties: false },
      { a: {}, b: 1 },
      false,
    ],
  ])('%s: %j on %j is %s', (_, schema, value, fits) => expect(ours(schema, value)).toBe(fits));
});

describe('a schema that runs in a circle', () => {
  it.each<[string, JsonObject]>([
    ['at once', { $ref: '#' }],
    ['by two', { $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } }, $ref: '#/$defs/a' }],
    ['under not', { not: { $ref: '#' } }],
  ])('%s cannot be judged', (_, schema) => expect(() => ours(schema, {})).toThrow());

  it('but one that follows the value down can', () => {
    const tree = { properties: { down: { $ref: '#' } }, additionalProperties: false };
    let value: JsonValue = {};
    for (let depth = 0; depth < 60; depth++) value = { down: value };
    expect(ours(tree, value)).toBe(true);
  });
});

const value = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 2 },
    fc.constantFrom<JsonValue>(null, true, 0, 1, 2, 'a', 'ab', ''),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
  ),
})).value;

const leaf = fc.constantFrom<JsonValue>(
  true,
  false,
  {},
  { type: 'string' },
  { type: ['number', 'null'] },
  { type: 'object' },
  { const: 1 },
  { enum: ['a', [1], { a: 1 }] },
  { minimum: 1 },
  { maxLength: 1 },
  { minItems: 2 },
  { required: ['a'] },
);
const schema = fc.letrec<{ schema: JsonValue; keywords: JsonObject }>((tie) => {
  const one = (...keys: string[]) =>
    fc.tuple(fc.constantFrom(...keys), tie('schema')).map(([key, of]): JsonObject => ({ [key]: of }));
  const some = (...keys: string[]) =>
    fc
      .tuple(fc.constantFrom(...keys), fc.array(tie('schema'), { minLength: 1, maxLength: 3 }))
      .map(([key, of]): JsonObject => ({ [key]: of }));
  const named = (...keys: string[]) =>
    fc
      .tuple(fc.constantFrom(...keys), fc.dictionary(fc.constantFrom('a', 'b'), tie('schema'), { minKeys: 1 }))
      .map(([key, of]): JsonObject => ({ [key]: of }));
  const keywords = fc.oneof(
    one('unevaluatedItems', 'unevaluatedProperties', 'not', 'items', 'additionalProperties', 'propertyNames'),
    fc
      .tuple(tie('schema'), fc.constantFrom<JsonObject>({}, { minContains: 0 }, { minContains: 2 }, { maxContains: 1 }))
      .map(([of, bounds]): JsonObject => ({ contains: of, ...bounds })),
    some('allOf', 'anyOf', 'oneOf', 'prefixItems'),
    named('properties', 'dependentSchemas'),
    fc.tuple(fc.constantFrom('then', 'else'), tie('schema'), tie('schema')).map(([key, a, b]) => branching(a, key, b)),
  );
  return {
    keywords,
    schema: fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      leaf,
      fc.array(keywords, { minLength: 1, maxLength: 3 }).map((parts): JsonObject => Object.assign({}, ...parts)),
    ),
  };
}).schema;

it('a schema means what the specification says, looked-at parts and all', () => {
  const said = { true: 0, false: 0 };
  fc.assert(
    fc.property(schema, fc.array(value, { minLength: 1, maxLength: 5 }), (written, values) => {
      if (typeof written === 'boolean') return;
      const judge = compileSchema(written as JsonObject);
      for (const one of values) {
        const expected = satisfies(one, written);
        said[`${expected}`] += 1;
        expect(judge(one as JsonObject, new Meter(1e9)), JSON.stringify(one)).toBe(expected);
      }
    }),
    { numRuns: 1_500 },
  );
  expect(Math.min(said.true, said.false)).toBeGreaterThan(700);
}, 120_000);

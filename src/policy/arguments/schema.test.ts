import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { Meter } from '../condition/meter.ts';
import { type PolicyError, Report } from '../read/report.ts';
import { parseJson } from '../source/json.ts';
import { positionsIn } from '../source/positions.ts';
import { checkSchema } from './check-schema.ts';
import { compileSchema } from './compile-schema.ts';
import { formats, maxFormatLength } from './formats.ts';
import { draft, vocabulary } from './vocabulary.ts';

/** What is wrong with a schema. */
function told(schema: JsonValue): PolicyError[] {
  const text = JSON.stringify(schema);
  const { root } = parseJson(text);
  const report = new Report();
  if (root !== undefined) checkSchema(root, '', report);
  return report.errors(positionsIn(text));
}

/** The pointers of it. */
function wrong(schema: JsonValue): string[] {
  return told(schema).map(({ pointer, expected, found }) => {
    expect(expected).not.toBe('');
    expect(found).not.toBe('');
    return pointer;
  });
}

const accepts = (schema: JsonObject, value: JsonValue, steps = 100_000): boolean =>
  compileSchema(schema)(value as JsonObject, new Meter(steps));

/**
 * Another implementation: what it says of a schema and a value is the meaning that ours has, too. Of `unevaluated*` it
 * has another idea than the specification: those are held against the reference judge, in test/reference.
 */
const standard = new Ajv2020({ strict: false, validateFormats: false, logger: false });

const operands: readonly JsonValue[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  1.5,
  0.1,
  'x',
  '',
  'object',
  [],
  ['x'],
  ['x', 'y'],
  ['x', 'x'],
  ['string', 'string'],
  [['string']],
  [1],
  [{}],
  [true, {}],
  [[]],
  ['string', 'null'],
  {},
  { not: {} },
  { not: true },
  { not: 1 },
  { required: ['x'] },
  { examples: [1] },
  { minimum: 1 },
  { minimum: 'x' },
];

/** Where this vocabulary is deliberately narrower, or other, than the meta-schema: closed formats, local references. */
const narrower = new Set(['format', '$ref', '$schema', '$id', '$anchor', '$dynamicAnchor', 'pattern']);

describe('every keyword takes exactly the operands that the meta-schema gives it', () => {
  const keywords = [...vocabulary.keys()].filter((keyword) => !narrower.has(keyword));
  it.each(keywords)('%s', (keyword) => {
    for (const operand of operands) {
      const schema = { [keyword]: operand };
      const valid = standard.validateSchema(schema) === true;
      expect(wrong(schema).length === 0, JSON.stringify(schema)).toBe(valid);
    }
  });
});

describe('what leads outside, or nowhere, is told at its place', () => {
  it.each<[JsonValue, string[]]>([
    [{ properties: { a: { typ: 'string' } } }, ['/properties/a/typ']],
    [{ properties: { 'a/b~': { minimum: 'x' } } }, ['/properties/a~1b~0/minimum']],
    [{ items: 1 }, ['/items']],
    [{ allOf: [{}, { not: [] }] }, ['/allOf/1/not']],
    [{ type: ['string', 'strnig'] }, ['/type/1']],
    [{ type: 'strnig' }, ['/type']],
    [{ patternProperties: { '(': {} } }, ['/patternProperties/(']],
    [{ patternProperties: { '': true, a: 1 } }, ['/patternProperties/a']],
    [{ pattern: '(?=a)' }, ['/pattern']],
    [{ pattern: '' }, []],
    [{ pattern: 1 }, ['/pattern']],
    [{ minLength: 2 ** 53 }, ['/minLength']],
    [{ format: 'email' }, []],
    [{ format: 'regex' }, ['/format']],
    [{ format: 1 }, ['/format']],
    [{ $schema: draft }, []],
    [{ $schema: `${draft}#` }, []],
    [{ $schema: 'http://json-schema.org/draft-07/schema#' }, ['/$schema']],
    [{ $schema: draft.replace('2020', '#2020') }, ['/$schema']],
    [{ $schema: 1 }, ['/$schema']],
    [{ required: [1, 1] }, ['/required/0', '/required/1']],
    [{ $id: 'https://example.com/x' }, []],
    [{ $id: 1 }, ['/$id']],
    [{ items: { $id: 'https://example.com/x' } }, ['/items/$id']],
    [{ $anchor: 'a-b.c_1' }, []],
    [{ $anchor: '1a' }, ['/$anchor']],
    [{ $anchor: 'a b' }, ['/$anchor']],
    [{ $anchor: '' }, ['/$anchor']],
    [{ $anchor: 1 }, ['/$anchor']],
    [{ $anchor: true }, ['/$anchor']],
    [{ $ref: '#x$defs/a', $defs: { a: true } }, ['/$ref']],
    [{ $ref: '#/type/0', type: 'object' }, ['/$ref']],
    [{ $ref: '#/$defs/none/deeper', $defs: {} }, ['/$ref']],
    [{ $defs: { a: { $anchor: 'x' }, b: { $anchor: 'x' } } }, ['/$defs/b/$anchor']],
    [{ $dynamicAnchor: 'a' }, []],
    [{ $dynamicRef: '#a' }, ['/$dynamicRef']],
    [{ contentEncoding: 'base64' }, ['/contentEncoding']],
    [{ $ref: '#' }, []],
    [{ $ref: '' }, ['/$ref']],
    [{ $ref: 1 }, ['/$ref']],
    [{ $ref: 'https://example.com/x' }, ['/$ref']],
    [{ $ref: 'x#/y' }, ['/$ref']],
    [{ $ref: '#x' }, ['/$ref']],
    [{ $ref: '#x', $defs: { y: { $anchor: 'x' } } }, []],
    [{ $ref: '#/$defs/y', $defs: { y: {} } }, []],
    [{ $ref: '#/$defs/y', $defs: { y: true } }, []],
    [{ $ref: '#/$defs/z', $defs: { y: {} } }, ['/$ref']],
    [{ $ref: '#/$defs/y/z', $defs: { y: true } }, ['/$ref']],
    [{ $ref: '#/title', title: 'x' }, ['/$ref']],
    [{ $ref: '#/$defs', $defs: { type: {} } }, ['/$ref']],
    [{ $ref: '#/const', const: {} }, ['/$ref']],
    [{ $ref: '#/examples/0', examples: [{}] }, ['/$ref']],
    [{ $ref: '#/else', else: {} }, []],
    [{ $ref: '#/allOf/1', allOf: [{}, {}] }, []],
    [{ $ref: '#/allOf/0', allOf: [{}, {}] }, []],
    [{ $ref: '#/allOf/10', allOf: Array.from({ length: 11 }, () => ({})) }, []],
    [{ $ref: '#/allOf/01', allOf: [{}, {}] }, ['/$ref']],
    [{ $ref: '#/allOf/2', allOf: [{}, {}] }, ['/$ref']],
    [{ $ref: '#/allOf/x', allOf: [{}, {}] }, ['/$ref']],
    [{ $ref: '#/allOf/1x', allOf: [{}, {}] }, ['/$ref']],
    [{ $ref: '#/allOf/x1', allOf: [{}, {}] }, ['/$ref']],
    [{ $ref: '#/allOf', allOf: [{}, {}] }, ['/$ref']],
    [{ $ref: '#/$defs/a~1b~0c%20d', $defs: { 'a/b~c d': {} } }, []],
    [{ $ref: '#/$defs/~01', $defs: { '~1': {} } }, []],
    [{ $ref: '#/%zz' }, ['/$ref']],
    [{ $ref: '#%2F$defs', $defs: {} }, ['/$ref']],
  ])('%j', (schema, pointers) => expect(wrong(schema)).toEqual(pointers));

  it('a schema of more subschemas than can be compiled quickly', () => {
    const many = (count: number): JsonValue => ({ allOf: Array.from({ length: count - 1 }, () => true) });
    const objects = (count: number): JsonValue => ({ allOf: Array.from({ length: count - 1 }, () => ({})) });
    expect([wrong(many(500)), wrong(objects(500))]).toEqual([[], []]);
    expect(wrong(objects(501))).toEqual(['']);
  });

  it('lists of names count as schemas, too', () => {
    const lists = (count: number): JsonValue => ({
      dependentRequired: Object.fromEntries(Array.from({ length: count - 1 }, (_, index) => [`k${index}`, []])),
    });
    expect([wrong(lists(500)), wrong(lists(501))]).toEqual([[], ['']]);
  });

  it.each<[JsonObject, string, string | null]>([
    [
      { requird: ['a'] },
      'a keyword of JSON Schema 2020-12: $schema, $id, $ref, $anchor, $dynamicAnchor, $defs, $comment, prefixItems, items, contains, additionalProperties, properties …',
      'required',
    ],
    [{ type: 'strnig' }, 'one of: null, boolean, object, array, number, string, integer', 'string'],
    [{ format: 'emial' }, `one of: ${[...formats.keys()].join(', ')}`, 'email'],
    [{ minLength: -1 }, 'a whole number from 0', null],
    [{ multipleOf: 0 }, 'a number over 0', null],
    [{ $schema: '' }, draft, null],
  ])('%j: what is known there is told', (schema, expected, nearest) => {
    expect(told(schema)).toMatchObject([{ expected, nearest }]);
  });

  it('a schema that is none', () => expect(wrong(1)).toEqual(['']));
});

const value = fc
  .oneof(
    fc.constantFrom<JsonValue>(null, true, 0, 1, 2, 0.5, -1, 3, '', 'a', 'ab', 'abc', '💡', 'é'),
    fc.array(fc.constantFrom<JsonValue>(1, 2, 'a', null, { a: 1 }), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'ab'), fc.constantFrom<JsonValue>(1, 'a', null, [1, 2], { a: 2 }), {
      maxKeys: 3,
    }),
  )
  // As a parser makes them: ajv takes objects of another prototype for unequal.
  .map((one) => JSON.parse(JSON.stringify(one)) as JsonValue);
const leaf = fc.constantFrom<JsonObject>(
  { type: 'string' },
  { type: ['number', 'null'] },
  { type: 'integer' },
  { const: { a: 1 } },
  { const: [1, 2] },
  { enum: [1, 'a', null] },
  { minimum: 1 },
  { maximum: 1 },
  { exclusiveMinimum: 1 },
  { exclusiveMaximum: 1 },
  { minLength: 2 },
  { maxLength: 1 },
  { pattern: 'a' },
  { pattern: '^a$' },
  { minItems: 2 },
  { maxItems: 1 },
  { uniqueItems: true },
  { uniqueItems: false },
  { minProperties: 2 },
  { maxProperties: 1 },
  { required: ['a'] },
  { dependentRequired: { a: ['b'] } },
  { multipleOf: 2 },
  { multipleOf: 0.5 },
);
const schema = fc.letrec<{ schema: JsonObject }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    leaf,
    fc
      .tuple(fc.constantFrom('not', 'items', 'contains', 'additionalProperties', 'propertyNames'), tie('schema'))
      .map(([key, inner]): JsonObject => ({ [key]: inner })),
    fc
      .tuple(
        fc.constantFrom('allOf', 'anyOf', 'oneOf', 'prefixItems'),
        fc.array(tie('schema'), { minLength: 1, maxLength: 3 }),
      )
      .map(([key, inner]): JsonObject => ({ [key]: inner })),
    fc
      .tuple(fc.constantFrom('properties', 'dependentSchemas', 'patternProperties'), tie('schema'), tie('schema'))
      .map(([key, a, b]): JsonObject => ({ [key]: { a, b } })),
    fc
      .tuple(tie('schema'), tie('schema'), tie('schema'))
      .map(([a, b, c]): JsonObject => Object.fromEntries(Object.entries({ if: a, else: c }).concat([['then', b]]))),
    fc.tuple(tie('schema'), tie('schema')).map(([a, b]): JsonObject => ({ ...a, ...b })),
    tie('schema').map(
      (inner): JsonObject => ({
        $ref: '#/$defs/x',
        $defs: { x: inner },
        $comment: 'c',
        title: 't',
        default: inner,
        examples: [inner],
      }),
    ),
  ),
})).schema;

/**
 * What ajv says; nothing where it is known to be wrong, which the second reading in `test/reference` tells: it has an empty
 * list contain whatever is asked for where something stands beside `contains`, and it now and then throws at a branch.
 */
function opinionOf(meant: (value: unknown) => unknown, schema: JsonObject, value: JsonValue): unknown {
  if (JSON.stringify(value).includes('[]') && JSON.stringify(schema).includes('"contains"')) return undefined;
  try {
    return meant(value);
  } catch {
    return undefined;
  }
}

it('nothing is contained in an empty list, whatever else is asked of it', () => {
  for (const beside of [{}, { prefixItems: [{ type: 'string' }] }, { items: true }, { minItems: 0 }]) {
    const ours = compileSchema({ contains: { properties: { a: true } }, ...beside });
    expect(ours([] as unknown as JsonObject, new Meter(1e6)), JSON.stringify(beside)).toBe(false);
  }
});

it('a schema means what JSON Schema says that it means', () => {
  fc.assert(
    fc.property(schema, fc.array(value, { minLength: 1, maxLength: 4 }), (written, values) => {
      // References lead from the root of the document, which only the outermost schema is.
      fc.pre(JSON.stringify(written).lastIndexOf('"$ref"') <= 1);
      expect(wrong(written)).toEqual([]);
      const meant = standard.compile(written);
      const ours = compileSchema(written);
      for (const one of values) {
        const expected = opinionOf(meant, written, one);
        if (expected !== undefined) expect(ours(one as JsonObject, new Meter(1e9)), JSON.stringify(one)).toBe(expected);
      }
    }),
    { numRuns: 150 },
  );
}, 120_000);

it.each<[JsonObject, JsonValue, boolean]>([
  [{ multipleOf: 0.1 }, 0.3, true],
  [{ multipleOf: 0.1 }, 0.35, false],
  [{ multipleOf: 0.01 }, 19.99, true],
  [{ multipleOf: 3 }, 9, true],
  [{ multipleOf: 3 }, -9, true],
  [{ multipleOf: 3 }, 10, false],
  [{ multipleOf: 1e-7 }, 1, true],
  [{ multipleOf: 100 }, 1e300, true],
  [{ multipleOf: 7 }, 0, true],
  [
    { uniqueItems: true },
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    false,
  ],
  [{ uniqueItems: true }, [1, '1', [1], { a: 1 }, true, null], true],
  [{ format: 'email' }, 'a@b', true],
  [{ format: 'email' }, 'a', false],
  [{ format: 'email' }, 5, true],
  [{ format: 'json-pointer' }, `/${'a'.repeat(maxFormatLength - 1)}`, true],
  [{ format: 'json-pointer' }, `/${'a'.repeat(maxFormatLength)}`, false],
  [{ properties: { toString: { type: 'string' } }, required: ['toString'] }, {}, false],
  [{ $schema: draft, $id: 'https://example.com/a', type: 'object' }, {}, true],
  [{ pattern: '' }, 'x', true],
  [{ properties: { a: { pattern: 'a' }, b: { pattern: '^b$' } } }, { a: 'a', b: 'xax' }, false],
  [{ patternProperties: { '^a': { type: 'string' }, '^b': { type: 'number' } } }, { a: 'a', b: 1 }, true],
])('%j on %j: %s', (written, one, expected) => expect(accepts(written, one)).toBe(expected));

/** Written by name: an object with a `then` of its own would be taken for a promise. */
const branches = (of: { readonly [branch in 'if' | 'yes' | 'no']?: JsonValue }): JsonObject =>
  Object.fromEntries(Object.entries(of).map(([name, schema]) => [{ if: 'if', yes: 'then', no: 'else' }[name], schema]));

/** A schema, values that fit it, and values that do not. */
it.each<[JsonObject, JsonValue[], JsonValue[]]>([
  [{ maximum: 1 }, [0, 1, 'x'], [1.5]],
  [{ exclusiveMaximum: 1 }, [0, 0.5, null], [1, 2]],
  [{ minimum: 1 }, [1, 2, 'x'], [0.5]],
  [{ exclusiveMinimum: 1 }, [1.5, 2, []], [1, 0]],
  [{ maxLength: 1 }, ['', 'a', '💡', 5], ['ab', '💡a']],
  [{ minLength: 2 }, ['ab', '💡💡', 'abcd', 5], ['', 'a', '💡']],
  [{ maxProperties: 1 }, [{}, { a: 1 }, 5], [{ a: 1, b: 1 }]],
  [{ minProperties: 1 }, [{ a: 1 }, 5], [{}]],
  [{ type: 'boolean' }, [true, false], [0, null, 'true']],
  [{ type: ['boolean', 'null'] }, [true, null], [0, 'null']],
  [{ contains: { const: 1 } }, [[1], [2, 1, 1]], [[], [2]]],
  [{ contains: { const: 1 }, maxContains: 1 }, [[1, 2]], [[1, 1], [2]]],
  [
    { contains: { const: 1 }, minContains: 2 },
    [
      [1, 1],
      [1, 2, 1, 1],
    ],
    [[1], []],
  ],
  [{ prefixItems: [{ const: 1 }], items: { type: 'string' } }, [[1], [1, 'a'], []], [[2], [1, 1]]],
  [branches({ if: { const: 1 } }), [1, 2], []],
  [branches({ if: { const: 1 }, yes: false }), [2], [1]],
  [branches({ if: { const: 1 }, no: false }), [1], [2]],
  // Without `if` these two say nothing, and yet can be referred to.
  [branches({ yes: false, no: false }), [1], []],
  [{ $ref: '#/else', ...branches({ no: { type: 'string' } }) }, ['a'], [1]],
  [{ $ref: '#/then', ...branches({ yes: { type: 'string' } }) }, ['a'], [1]],
])('%j is fit by %j and not by %j', (written, good, bad) => {
  for (const one of good) expect(accepts(written, one), JSON.stringify(one)).toBe(true);
  for (const one of bad) expect(accepts(written, one), JSON.stringify(one)).toBe(false);
});

/** JSON Schema 2020-12, core, section 11: what a schema that the value fits has looked at is not judged again. */
describe('what no other keyword has looked at is left to unevaluated…', () => {
  const [a, b] = [{ properties: { a: true } }, { properties: { b: true } }];
  const aIsOne: JsonObject = { properties: { a: { const: 1 } }, required: ['a'] };
  it.each<[JsonObject, JsonValue[], JsonValue[]]>([
    [{}, [[], 5], [[1]]],
    [{ prefixItems: [true, true] }, [[], [1], [1, 2]], [[1, 2, 3]]],
    [{ items: true }, [[1, 2]], []],
    [
      { contains: { const: 1 } },
      [[1], [1, 1]],
      [
        [1, 2],
        [2, 1],
      ],
    ],
    [
      { contains: { const: 1 }, maxContains: 1 },
      [[1]],
      [
        [1, 1],
        [1, 2],
      ],
    ],
    [{ contains: { const: 1 }, minContains: 0, maxContains: 2 }, [[], [1, 1]], [[1, 1, 1], [2]]],
    [{ allOf: [{ prefixItems: [true] }, { prefixItems: [true, true] }] }, [[1, 2]], [[1, 2, 3]]],
    [
      { anyOf: [{ prefixItems: [{ const: 1 }] }, { prefixItems: [true, { const: 2 }] }] },
      [[1], [1, 2], [3, 2]],
      [
        [1, 3],
        [3, 3],
        [1, 2, 3],
      ],
    ],
    [{ oneOf: [{ prefixItems: [{ const: 1 }] }, { prefixItems: [{ const: 2 }, true] }] }, [[1], [2, 3]], [[1, 3], [3]]],
    [{ anyOf: [{ contains: { const: 1 } }] }, [[1], [1, 1]], [[2], [1, 2]]],
    [{ not: { prefixItems: [{ const: 5 }] } }, [], [[1], [5]]],
    [branches({ if: { prefixItems: [{ const: 1 }] }, yes: { prefixItems: [true, true] } }), [[1, 2]], [[2], [1, 2, 3]]],
    [branches({ if: { prefixItems: [{ const: 1 }] }, no: { prefixItems: [true, true] } }), [[1], [2, 3]], [[1, 2]]],
    [{ allOf: [{ unevaluatedItems: true }] }, [[1, 2]], []],
    [{ allOf: [{ items: { prefixItems: [true] } }] }, [[[1], 2]], []],
    [{ prefixItems: [{ prefixItems: [true, true] }] }, [[[1, 2]]], [[[1, 2], 3]]],
  ])('Items: false beside %j: fit by %j and not by %j', (beside, good, bad) => {
    const written = { ...beside, unevaluatedItems: false };
    for (const one of good) expect(accepts(written, one), JSON.stringify(one)).toBe(true);
    for (const one of bad) expect(accepts(written, one), JSON.stringify(one)).toBe(false);
  });

  it.each<[JsonObject, JsonValue[], JsonValue[]]>([
    [{}, [{}, 5], [{ a: 1 }]],
    [a, [{ a: 1 }], [{ a: 1, b: 1 }]],
    [{ patternProperties: { '^x': true } }, [{ x1: 1 }], [{ x1: 1, y: 1 }]],
    [{ additionalProperties: { type: 'number' } }, [{ b: 1 }], [{ b: 'x' }]],
    [{ allOf: [a, b] }, [{ a: 1, b: 1 }], [{ a: 1, b: 1, c: 1 }]],
    [{ anyOf: [aIsOne, { ...b, required: ['b'] }] }, [{ a: 1 }, { b: 1 }, { a: 1, b: 1 }], [{ a: 2, b: 1 }, {}]],
    [
      { oneOf: [aIsOne, { ...b, required: ['b'] }] },
      [{ a: 1 }, { b: 1 }],
      [
        { a: 1, b: 1 },
        { a: 1, c: 1 },
      ],
    ],
    [{ not: { ...a, required: ['b'] } }, [{}], [{ a: 1 }]],
    [
      branches({ if: aIsOne, yes: b, no: { properties: { c: true } } }),
      [{ a: 1, b: 1 }, { c: 1 }],
      [{ a: 2, c: 1 }, { b: 1 }],
    ],
    [{ ...a, dependentSchemas: { a: b } }, [{ a: 1, b: 1 }], [{ b: 1 }]],
    [{ allOf: [{ unevaluatedProperties: true }] }, [{ a: 1 }], []],
    [{ $ref: '#/$defs/a', $defs: { a } }, [{ a: 1 }], [{ b: 1 }]],
    [{ properties: { a: b } }, [{ a: { b: 1 } }], [{ a: {}, b: 1 }]],
  ])('Properties: false beside %j: fit by %j and not by %j', (beside, good, bad) => {
    const written = { ...beside, unevaluatedProperties: false };
    for (const one of good) expect(accepts(written, one), JSON.stringify(one)).toBe(true);
    for (const one of bad) expect(accepts(written, one), JSON.stringify(one)).toBe(false);
  });

  it('which may be any schema', () => {
    expect(accepts({ prefixItems: [true], unevaluatedItems: { type: 'string' } }, [1, 'a', 'b'])).toBe(true);
    expect(accepts({ prefixItems: [true], unevaluatedItems: { type: 'string' } }, [1, 'a', 2])).toBe(false);
    expect(accepts({ ...a, unevaluatedProperties: { type: 'string' } }, { a: 1, b: 'x' })).toBe(true);
    expect(accepts({ ...a, unevaluatedProperties: { type: 'string' } }, { a: 1, b: 2 })).toBe(false);
  });

  it('and what was seen is paid for', () => {
    const wide = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, n]));
    const seeing = { anyOf: [{ patternProperties: { '^k': true } }], unevaluatedProperties: false };
    expect(cost(seeing, wide) - cost({ anyOf: seeing.anyOf }, wide)).toBeGreaterThan(50 * 4);
    const items = { anyOf: [{ contains: { minimum: 0 } }], unevaluatedItems: false };
    const list = Array.from({ length: 50 }, (_, n) => n);
    expect(cost(items, list) - cost({ anyOf: items.anyOf }, list)).toBeGreaterThan(50 * 4);
  });
});

/** The steps that a judgement takes: the least budget that it does not exceed. */
function cost(written: JsonObject, one: JsonValue): number {
  const judge = compileSchema(written);
  let [low, high] = [0, 2 ** 22];
  while (low < high) {
    const middle = (low + high) >> 1;
    try {
      judge(one as JsonObject, new Meter(middle));
      high = middle;
    } catch {
      low = middle + 1;
    }
  }
  return low;
}

describe('whatever grows with a value or a schema is paid for', () => {
  const list = (length: number): JsonValue => Array.from({ length }, (_, index) => `value ${index}`);
  const wide = (length: number): JsonValue =>
    Object.fromEntries(Array.from({ length }, (_, index) => [`k${index}`, index]));
  const text = (length: number): JsonValue => 'a'.repeat(length);
  const many = (length: number): JsonValue[] => Array.from({ length }, (_, index) => index + 1000);
  it.each<[string, (size: number) => [JsonObject, JsonValue]]>([
    ['items', (size) => [{ items: { type: 'string' } }, list(size)]],
    ['uniqueItems', (size) => [{ uniqueItems: true }, list(size)]],
    ['uniqueItems of long texts', (size) => [{ uniqueItems: true }, ['a', 'a'.repeat(8 * size)]]],
    ['contains', (size) => [{ contains: { const: 1 } }, list(size)]],
    ['unevaluatedItems', (size) => [{ unevaluatedItems: { type: 'string' } }, list(size)]],
    ['additionalProperties', (size) => [{ additionalProperties: true, properties: { a: {} } }, wide(size)]],
    ['propertyNames', (size) => [{ propertyNames: { minLength: 1 } }, wide(size)]],
    ['patternProperties', (size) => [{ patternProperties: { '^x': {} } }, wide(size)]],
    ['unevaluatedProperties', (size) => [{ unevaluatedProperties: true }, wide(size)]],
    ['maxProperties', (size) => [{ maxProperties: 1e9 }, wide(size)]],
    ['minProperties', (size) => [{ minProperties: 1 }, wide(size)]],
    ['maxLength', (size) => [{ maxLength: 1e9 }, text(16 * size)]],
    ['minLength', (size) => [{ minLength: 1 }, text(16 * size)]],
    ['pattern', (size) => [{ pattern: 'b' }, text(size)]],
    ['format', (size) => [{ format: 'hostname' }, text(8 * size)]],
    ['multipleOf', (size) => [{ multipleOf: 10 ** -Math.min(300, size) }, 1e20]],
    ['a long enum', (size) => [{ enum: many(size) }, 1]],
    ['a large const', (size) => [{ const: many(size) }, [1]]],
    ['many required', (size) => [{ required: many(size).map(String) }, {}]],
    ['many schemas', (size) => [{ allOf: Array.from({ length: size }, () => ({})) }, {}]],
    [
      'many patterns',
      (size) => [
        { patternProperties: Object.fromEntries(many(size / 10).map((one) => [`^${Number(one)}`, {}])) },
        wide(10),
      ],
    ],
    [
      'each schema of a list',
      (size) => [{ prefixItems: Array.from({ length: size }, () => ({ type: 'string' })) }, list(size)],
    ],
    [
      'a reference again and again',
      (size) => [{ items: { $ref: '#/$defs/a' }, $defs: { a: { type: 'string' } } }, list(size)],
    ],
  ])('%s', (_, made) => {
    const [few, lots] = [20, 200].map((size) => cost(...made(size)));
    expect(lots).toBeGreaterThan((few ?? 0) + 90);
  });

  it('but an object once, however many schemas look at its keys', () => {
    const twice = { allOf: [{ maxProperties: 9e9 }, { maxProperties: 9e9 }] };
    expect(accepts(twice, wide(50))).toBe(true);
  });

  it('and a text beside a pattern that together are over the cap cannot be judged', () => {
    const written = { pattern: '[a-c]{1,900}' };
    expect(accepts(written, 'a'.repeat(100), 1e9)).toBe(true);
    expect(() => accepts(written, 'a'.repeat(1_000), 1e9)).toThrow();
    // The cap counts code points, of which this text has half as many as it has units.
    expect(accepts(written, '💡'.repeat(100), 1e9)).toBe(false);
  });
});

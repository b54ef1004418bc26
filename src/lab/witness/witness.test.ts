import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { judge, readPolicy, unclassified } from '../../policy/index.ts';
import { operators } from '../../policy/operators/index.ts';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { addressesAround } from './addresses.ts';
import { domainOf } from './domain.ts';
import { numbersAround } from './numbers.ts';
import { regexSamples } from './regex-samples.ts';
import { schemaSamples } from './schema-samples.ts';
import { isForeseen } from './wish.ts';

describe('regex samples', () => {
  it.each([
    'abc',
    '^https://([a-z0-9-]+\\.)*example\\.com/',
    '(?i)^(?:GET|POST)$',
    '[^/]+/[^/]+',
    '\\d{4}-\\d{2}-\\d{2}',
    '^[[:alpha:]_][\\w.-]{0,62}$',
    '\\Qa.b*\\E|x+?y*',
    '^(?P<org>[a-c]{2,3})/(?:[^\\s"]|\\x41)$',
    '\\bselect\\b.*\\bfrom\\b',
    '^\\S+@acme\\.(com|org)$',
    '[-a]{3}[]x]',
    '^\\p{L}+\\t?$',
  ])('%s: one of them matches', (pattern) => {
    const compiled = RE2JS.compile(pattern);
    expect(regexSamples(pattern).filter((text) => compiled.matcher(text).find()).length).toBeGreaterThan(0);
  });

  it('gives nothing for what it does not understand', () => {
    for (const pattern of ['(', '[a', 'a)', '\\xzz']) expect(regexSamples(pattern)).toEqual([]);
  });
});

describe('numbers', () => {
  it('meet each cut and each gap', () => {
    const cuts = fc.array(fc.oneof(fc.integer({ min: -50, max: 50 }), fc.double({ min: -5, max: 5, noNaN: true })), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(cuts, (points) => {
        const found = numbersAround(points, false);
        const sorted = [...new Set(points)].toSorted((a, b) => a - b);
        for (const [index, point] of sorted.entries()) {
          expect(found).toContain(point);
          const next = sorted[index + 1] ?? Number.POSITIVE_INFINITY;
          const middle = point / 2 + next / 2;
          if (middle > point && middle < next) expect(found.some((value) => value > point && value < next)).toBe(true);
        }
        expect(found.some((value) => value < (sorted[0] ?? 0))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('meet whole ones, short decimals and long ones where they are told apart', () => {
    const kinds = numbersAround([0, 10], true).filter((value) => value > 0 && value < 10);
    expect(
      kinds
        .map((value) =>
          Number.isInteger(value) ? 'whole' : Math.round(value * 1e6) / 1e6 === value ? 'short' : 'long',
        )
        .toSorted(),
    ).toEqual(['long', 'short', 'whole']);
  });
});

it('addresses stand at both ends of a range and beside them', () => {
  const found = addressesAround(['10.0.0.0/8', 'fd00::/8', '::ffff:192.0.2.0/120']);
  for (const address of [
    '10.0.0.0',
    '10.255.255.255',
    '9.255.255.255',
    '11.0.0.0',
    'fd00::',
    'fe00::',
    '192.0.2.255',
    '192.0.3.0',
  ]) {
    expect(found).toContain(address);
  }
});

describe('schema samples', () => {
  it.each<[string, JsonObject]>([
    [
      'an object',
      {
        type: 'object',
        properties: { a: { type: 'string', minLength: 3 }, b: { type: 'integer', maximum: 5 } },
        required: ['a'],
      },
    ],
    [
      'a pattern',
      {
        type: 'object',
        properties: { a: { type: 'string', pattern: '^[a-z]+-\\d+$' } },
        required: ['a'],
        additionalProperties: false,
      },
    ],
    [
      'a choice',
      {
        type: 'object',
        properties: { a: { oneOf: [{ const: 1 }, { type: 'array', items: { enum: ['x'] }, minItems: 2 }] } },
        required: ['a'],
      },
    ],
    [
      'a reference',
      {
        type: 'object',
        properties: { a: { $ref: '#/$defs/n' } },
        required: ['a'],
        $defs: { n: { type: 'number', exclusiveMinimum: 0, multipleOf: 0.5 } },
      },
    ],
    ['a format', { type: 'object', properties: { a: { type: 'string', format: 'date-time' } }, required: ['a'] }],
    ['minProperties', { type: 'object', properties: { a: {}, b: {} }, minProperties: 2 }],
  ])('%s: some are accepted and some are not', (_, schema) => {
    const read = readPolicy(
      JSON.stringify({ version: '1', default: 'allow', tools: { t: { arguments: schema } } }),
      'json',
    );
    if (!read.ok) throw new Error(read.errors[0]?.message);
    const context = { grant: { id: 'g', label: 'g', tags: new Map() }, server: 's', organization: 'o', now: 0 };
    const isObject = (value: JsonValue): value is JsonObject =>
      value !== null && typeof value === 'object' && !Array.isArray(value);
    const verdicts = schemaSamples(schema)
      .filter(isObject)
      .map(
        (args) =>
          judge(read.policy, { kind: 'tool', name: 't', arguments: args, facts: unclassified }, context).verdict,
      );
    expect(new Set(verdicts)).toEqual(new Set(['pass', 'refuse']));
  });
});

describe('what is asked of a place', () => {
  it.each([...operators.keys()])('%s is foreseen, or nothing about it could be proven', (op) => {
    expect(isForeseen({ op, operand: undefined })).toBe(true);
  });

  it('proves nothing where something is asked that no value is made for', () => {
    const reach = (op: string) => [...domainOf([{ op, operand: 'x' }]).reach.values()];
    expect(reach('eq')).toContain('complete');
    expect(reach('sounds_like')).toEqual(['open', 'open', 'open', 'open']);
  });
});

import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../protocol/index.ts';
import { Meter } from '../condition/meter.ts';
import { Report } from '../read/report.ts';
import { policySchema } from '../schema.ts';
import { parseJson } from '../source/json.ts';
import { operators } from './index.ts';
import { codePoints } from './presence.ts';

class CountingMeter extends Meter {
  spent = 0;
  constructor() {
    super(Number.MAX_SAFE_INTEGER);
  }
  override spend(steps: number): void {
    this.spent += steps;
  }
}

function predicateOf(name: string, operand: unknown) {
  const node = parseJson(JSON.stringify(operand)).root;
  const operator = operators.get(name);
  if (node === undefined || operator === undefined) throw new Error(name);
  return operator.read(node, '/value', new Report());
}

const a = (times: number): string => 'a'.repeat(times);
const pair = '\u{1f4a1}';

/** What an operator says of one value, and in how many steps: they are what keeps a call from stalling the process. */
const judged: readonly (readonly [string, JsonValue, JsonValue, boolean | undefined, number])[] = [
  ['eq', 1, 1, true, 0],
  ['eq', 1, 2, false, 0],
  ['eq', 1, '1', undefined, 0],
  ['eq', null, null, true, 0],
  ['eq', null, 1, false, 0],
  ['eq', { a: 1 }, { a: 1 }, true, 9],
  ['eq', { a: 1 }, { a: 2 }, false, 9],
  ['eq', { a: 1 }, { b: 1 }, false, 9],
  ['eq', { a: 1 }, { a: 1, b: 2 }, false, 8],
  ['eq', [1, 2], [1, 2], true, 7],
  ['eq', [1, 2], [1], false, 5],
  ['eq', [1], { 0: 1 }, undefined, 0],
  ['eq', {}, [], undefined, 0],
  ['eq', [[1], null], [[1], {}], false, 12],
  ['eq', [null], [{}], false, 6],
  ['eq', [{}], [null], false, 6],
  ['eq', [1], [{}], false, 6],
  ['eq', [{}], [1], false, 6],
  ['eq', ['a'], [['a']], false, 6],
  ['neq', 1, 2, true, 0],
  ['neq', { a: 1 }, { a: 1 }, false, 9],
  ['neq', 'a', null, undefined, 0],
  ['in', [1, 'a', null], null, true, 0],
  ['in', [1, 'a'], null, undefined, 0],
  ['in', [1, { a: 1 }, [2]], [2], true, 11],
  ['in', [1, { a: 1 }, [2]], { a: 1 }, true, 9],
  ['in', [null, { a: 1 }], { a: 1 }, true, 9],
  ['in', [1], 2, false, 0],
  ['not_in', [1, { a: 1 }], { a: 2 }, true, 9],
  ['not_in', [1], 2, true, 0],
  ['contains', 'b', 'abc', true, 0],
  ['contains', { a: 1 }, [{ a: 1 }, 2], true, 9],
  ['contains', 1, [2, 3], false, 2],
  ['contains', 'x', 5, undefined, 0],
  ['contains', 1, '1', undefined, 0],
  ['contains', 'b', a(300), false, 2],
  ['starts_with', 'ab', 'abc', true, 0],
  ['starts_with', a(130), a(200), true, 2],
  ['starts_with', 'a', 5, undefined, 0],
  ['ends_with', 'bc', 'abc', true, 0],
  ['ends_with', 'bc', null, undefined, 0],
  ['glob', 'a*c', a(300), false, 2],
  ['glob', 'a*c', 'abc', true, 0],
  ['glob', `${'*'.repeat(250)}b`, a(600), false, 37],
  ['glob', 'a', ['a'], undefined, 0],
  ['glob', 'ab*bc', 'abc', false, 0],
  ['regex', 'b', 'abc', true, 21],
  ['regex', 'x', 'abc', false, 21],
  ['regex', 'b', 5, undefined, 0],
  ['fullmatch', 'b', 'abc', false, 21],
  ['fullmatch', '[a-c]{3}', 'abc', true, 24],
  ['path_within', ['/srv'], '/srv/a', true, 18],
  ['lt', 5, 4, true, 0],
  ['lt', 5, '4', undefined, 0],
  ['gte', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true, 33],
  ['length_lte', 3, 'abc', true, 0],
  ['length_lte', 3, 'abcd', false, 0],
  ['length_lte', 40, 'é'.repeat(40), true, 2],
  ['length_lte', 40, a(80), false, 5],
  ['length_lte', 40, a(81), false, 0],
  ['length_lte', 40, pair.repeat(40), true, 5],
  ['length_gte', 40, pair.repeat(39), false, 4],
  ['length_gte', 40, a(39), false, 0],
  ['length_gte', 2, [1, 2], true, 0],
  ['length_gte', 2, [1], false, 0],
  ['length_lte', 2, 5, undefined, 0],
  ['public_host', true, 'example.com', true, 51],
  ['public_host', true, 'https://8.8.8.8/', true, 296],
  ['public_host', true, 'http://[2001:4860:4860::8888]/x', true, 311],
  ['public_host', true, 'localhost', false, 49],
  ['public_host', true, 'metadata.goog', false, 53],
  ['public_host', true, 'x.metadata.goog', false, 55],
  ['public_host', true, 'a b', undefined, 43],
  ['public_host', true, 'x8.com', true, 46],
  ['public_host', true, '8x.com', true, 286],
  ['public_host', true, 5, undefined, 0],
  ['host_in', ['*.example.com', 'b.org:8080'], 'https://a.example.com/x', true, 63],
  ['host_in', ['a.org'], 'b.org', false, 45],
  ['host_in', ['a.org'], 5, undefined, 0],
  ['host_in', ['a.org:65535'], 'a.org:65535', true, 51],
  ['type', 'string', 'x', true, 0],
  ['type', 'null', null, true, 0],
];

describe('an operator', () => {
  it.each(judged)('%s %j of %j: %s, in %i steps', (name, operand, value, truth, steps) => {
    const predicate = predicateOf(name, operand);
    if (predicate?.kind !== 'value') throw new Error('no predicate of a value');
    const meter = new CountingMeter();
    expect(predicate.test(value, meter)).toBe(truth);
    expect(meter.spent).toBe(steps);
    if (value !== null) return;
    // What judges null is asked about it; for what does not, null is as if nothing were there.
    expect(predicate.judgesNull).toBe(truth !== undefined);
  });

  it.each<[string, string, JsonValue, string, boolean | undefined, number]>([
    ['a pattern of 1,000 instructions on 300 characters', 'regex', 'a{998}', a(300), false, 150_016],
    ['on one more', 'regex', 'a{998}', a(301), undefined, 0],
    ['on 300 pairs, which are characters, too', 'regex', 'a{998}', pair.repeat(300), false, 300_016],
    ['on a pair more', 'regex', 'a{998}', pair.repeat(301), undefined, 0],
    ['a path that is longer than any system takes', 'path_within', ['/srv'], `/${a(70_000)}`, undefined, 65_548],
  ])('looks at no more than it may: %s', (_, name, operand, value, truth, steps) => {
    const predicate = predicateOf(name, operand);
    if (predicate?.kind !== 'value') throw new Error('no predicate of a value');
    const meter = new CountingMeter();
    expect(predicate.test(value, meter)).toBe(truth);
    expect(meter.spent).toBe(steps);
  });

  it('judges null only where its operand or its meaning names it', () => {
    const judging = [...operators.values()].flatMap(({ name }) => {
      const row = judged.find(([of, operand]) => of === name && !JSON.stringify(operand).includes('null'));
      const predicate = row === undefined ? undefined : predicateOf(name, row[1]);
      return predicate?.kind === 'value' && predicate.judgesNull ? [name] : [];
    });
    expect(judging).toEqual(['type']);
  });

  it.each([...operators.values()])('$name is described in a sentence', ({ doc }) => {
    expect(doc).toMatch(/^[A-Z].{8,}\.$/);
  });
});

describe('the schema that editors are given', () => {
  const valid = new Ajv2020({ strict: false }).compile(policySchema());
  const accepts = (op: string, value: { value?: unknown }): boolean =>
    valid({
      version: '1',
      default: 'deny',
      tools: { t: { require: [{ conditions: [{ path: 'args.a', op, ...value }] }] } },
    });

  it.each<[string, unknown[], unknown[]]>([
    ['eq', [1, null, 'a', {}, []], []],
    ['in', [[1], [null, {}]], [[], 1, 'a', {}]],
    ['not_in', [[1]], [[], 'a']],
    ['exists', [true, false], [1, 'true', null]],
    ['type', ['null', 'string', 'array'], ['integer', 1, null]],
    ['contains', ['a', 1, null], []],
    ['starts_with', ['a'], ['', 1, null]],
    ['ends_with', ['a'], ['', 1]],
    ['glob', ['a*'], ['', 1]],
    ['length_lte', [0, 3], [-1, 1.5, '3', null]],
    ['length_gte', [1, 3], [0, 1.5, '3']],
    ['lt', [1, -1.5, '2026-01-01T00:00:00Z'], [null, [], {}, true]],
    ['gte', [1, '2026-01-01T00:00:00Z'], [null, []]],
    ['regex', ['a', 'x'.repeat(1_024)], ['', 'x'.repeat(1_025), 1, null]],
    ['path_within', [['/'], ['/srv', '/tmp']], [[], ['srv'], '/srv', [1]]],
    ['in_cidr', [['10.0.0.0/8']], [[], '10.0.0.0/8', [1]]],
    ['host_in', [['a.org'], ['a', 'b']], [[], [''], 'a.org', [1]]],
    ['public_host', [true], [false, 1, 'true']],
  ])('%s takes what it can be given', (op, good, bad) => {
    for (const value of good) expect([value, accepts(op, { value })]).toEqual([value, true]);
    for (const value of bad) expect([value, accepts(op, { value })]).toEqual([value, false]);
  });

  it('and asks for a value where there must be one', () => {
    const optional = [...operators.keys()].filter((op) => accepts(op, {}));
    expect(optional).toEqual(['exists', 'public_host']);
  });
});

it('code points are counted as a string is walked', () => {
  const unit = fc.constantFrom('a', '\ud7ff', '\ud800', '\udbff', '\udc00', '\udfff', '\ue000', pair);
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      expect(codePoints(text)).toBe(Array.from(text).length);
    }),
  );
});

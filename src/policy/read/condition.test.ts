import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../protocol/index.ts';
import type { Condition } from '../condition/condition.ts';
import { parseJson } from '../source/json.ts';
import { condition } from './condition.ts';
import { Report } from './report.ts';

/** What a condition reads as for a rule that refuses, and what is said of it. */
function read(written: JsonValue): { readonly condition: Condition | undefined; readonly said: readonly string[] } {
  const { root } = parseJson(JSON.stringify(written));
  if (root === undefined) throw new Error('no JSON');
  const report = new Report();
  const found = condition('refusal').read(root, '', report);
  return {
    condition: found,
    said: report.errors(() => ({ line: 1, column: 1 })).map(({ message }) => message),
  };
}

/** Its shape: groups with their parts, and leaves that are negated or not. */
function shape(one: Condition | undefined): unknown {
  if (one === undefined) return undefined;
  if (one.kind === 'leaf') return `${one.negated ? 'not ' : ''}${one.path.root}`;
  if (one.kind === 'each')
    return { each: shape(one.of), everyOf: one.elements.steps.at(-1)?.kind, fans: one.elements.fansOut };
  return { [one.kind]: one.of.map(shape) };
}

const args = { path: 'args.x', op: 'exists' };
const label = { path: 'grant.label', op: 'exists' };
const item = { path: 'item', op: 'exists' };
const nested = (depth: number, inner: JsonValue): JsonValue =>
  depth === 0 ? inner : nested(depth - 1, depth % 2 === 0 ? { not: inner } : { all: [inner] });

describe('a negation is pushed to the leaves: of all it makes any, and of any all', () => {
  it.each<[JsonValue, unknown]>([
    [{ all: [args, label] }, { all: ['args', 'grant.label'] }],
    [{ any: [args, label] }, { any: ['args', 'grant.label'] }],
    [{ not: { all: [args, label] } }, { any: ['not args', 'not grant.label'] }],
    [{ not: { any: [args, { not: label }] } }, { all: ['not args', 'grant.label'] }],
    [
      { each: 'args.l', any: [item] },
      { each: { any: ['item'] }, everyOf: 'every', fans: true },
    ],
    [
      { each: 'args.l', ...item },
      { each: 'item', everyOf: 'every', fans: true },
    ],
    [{ not: { each: 'args.l', ...item } }, { each: 'not item', everyOf: 'every', fans: true }],
  ])('%j', (written, expected) => {
    const { condition, said } = read(written);
    expect([said, shape(condition)]).toEqual([[], expected]);
  });
});

describe('what cannot be a condition is told at its place', () => {
  it.each<[JsonValue, readonly string[]]>([
    [nested(15, args), []],
    [
      nested(16, args),
      [expect.stringMatching(/^(?:\/(?:not|all\/0))+: expected conditions at most 16 deep, found deeper ones$/)],
    ],
    [{ each: 'args.l', all: [{ each: 'item.m', ...item }] }, []],
    [
      { each: 'args.l', all: [{ each: 'item.m', all: [{ each: 'item.n', ...item }] }] },
      ['/all/0/all/0: expected each at most 2 deep, found a deeper one'],
    ],
    [
      { each: 'args.l', all: [item], path: 'item' },
      ['/path: expected one of the keys: each, all, found "path"; did you mean "each"?'],
    ],
    [
      { each: 'args.l', path: 'item', op: 'exists', of: 1 },
      ['/of: expected one of the keys: each, path, op, value, found "of"; did you mean "op"?'],
    ],
    [
      { each: 'args.l', of: [] },
      [
        'the document: expected the key "all", found no such key',
        '/of: expected one of the keys: each, all, any, not, found "of"; did you mean "not"?',
      ],
    ],
    [
      { all: [args, 5] },
      ['/all/1: expected a condition: {path, op, value}, or an object with all, any, not or each, found the number 5'],
    ],
    ...(['eq', 'neq'] as const).map((op): [JsonValue, readonly string[]] => [
      { path: 'tool.category', op, value: 'harmless' },
      ['/value: expected one of: read, write, communicate, access, execute, destructive, financial, found "harmless"'],
    ]),
    ...(['in', 'not_in'] as const).map((op): [JsonValue, readonly string[]] => [
      { path: 'tool.category', op, value: ['read', 'harmless'] },
      [
        '/value/1: expected one of: read, write, communicate, access, execute, destructive, financial, found "harmless"',
      ],
    ]),
    [{ path: 'tool.category', op: 'starts_with', value: 'x' }, []],
    [{ path: 'tool.category', op: 'exists' }, []],
  ])('%j', (written, expected) => {
    expect(read(written).said).toEqual(expected);
  });
});

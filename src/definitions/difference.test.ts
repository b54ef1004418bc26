import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../protocol/index.ts';
import { type Difference, differences } from './difference.ts';

const json = fc.jsonValue({ maxDepth: 4 }).map((value) => value as JsonValue);
const keys = (at: string): string[] =>
  at
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The old value with the differences made to it: what the list must amount to. */
function applied(before: JsonValue, list: readonly Difference[]): JsonValue {
  let root: unknown = structuredClone(before);
  const indexOf = ({ at }: Difference): number => Number(keys(at).at(-1));
  const removals = list.filter(({ kind }) => kind === 'removed').sort((a, b) => indexOf(b) - indexOf(a));
  const rest = list.filter(({ kind }) => kind !== 'removed');
  for (const one of [
    ...rest.filter(({ kind }) => kind === 'changed'),
    ...removals,
    ...rest.filter(({ kind }) => kind === 'added'),
  ]) {
    const path = keys(one.at);
    const last = path.pop();
    if (last === undefined) {
      root = one.after;
      continue;
    }
    let place = root as Record<string, unknown>;
    for (const key of path) place = place[key] as Record<string, unknown>;
    if (Array.isArray(place))
      place.splice(Number(last), one.kind === 'added' ? 0 : 1, ...(one.kind === 'removed' ? [] : [one.after]));
    else if (one.kind === 'removed') delete place[last];
    else Object.defineProperty(place, last, { value: one.after, enumerable: true, configurable: true, writable: true });
  }
  return root as JsonValue;
}

describe('the differences of two values', () => {
  it('are none exactly when the values are the same', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(differences(value, structuredClone(value))).toEqual([]);
      }),
    );
    expect(differences({ a: 1, b: [2] }, { b: [2], a: 1 })).toEqual([]);
  });

  it('turn the old one into the new one', () => {
    const pair = fc.tuple(json, json);
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(applied(a, differences(a, b))).toEqual(b);
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, JsonValue, JsonValue, Difference[]]>([
    [
      'a changed description',
      { name: 'a', description: 'x' },
      { name: 'a', description: 'y' },
      [{ at: '/description', kind: 'changed', before: 'x', after: 'y' }],
    ],
    [
      'a required parameter more',
      { inputSchema: { required: ['to', 'body'] } },
      { inputSchema: { required: ['to', 'bcc', 'body'] } },
      [{ at: '/inputSchema/required/1', kind: 'added', after: 'bcc' }],
    ],
    ['a member with a slash', {}, { 'a/b~': 1 }, [{ at: '/a~1b~0', kind: 'added', after: 1 }]],
    ['another kind of thing', { a: [] }, { a: {} }, [{ at: '/a', kind: 'changed', before: [], after: {} }]],
    ['an element less', [1, 2, 3], [1, 3], [{ at: '/1', kind: 'removed', before: 2 }]],
  ])('%s', (_, before, after, expected) => {
    expect(differences(before, after)).toEqual(expected);
  });

  it('that are too many are named up to a thousand', () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, i]));
    expect(differences({}, many)).toHaveLength(1_000);
  });
});

import { expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { judge, readPolicy, unclassified } from '../index.ts';

/**
 * Calls that once held the process for seconds to minutes. Without their step budgets these tests run out of time; the
 * outcome shows that each is refused where it cannot be judged and judged where it can.
 */
function outcome(rules: JsonObject, args: JsonObject): string {
  const read = readPolicy(JSON.stringify({ version: '1', default: 'deny', tools: { t: rules } }), 'json');
  if (!read.ok) throw new Error(read.errors[0]?.message);
  const context = { grant: { id: 'g', label: 'g', tags: new Map() }, server: 's', organization: 'o', now: 0 };
  const judgement = judge(read.policy, { kind: 'tool', name: 't', arguments: args, facts: unclassified }, context);
  return judgement.verdict === 'refuse' ? judgement.code : 'pass';
}

const on = (op: string, value: JsonValue, path = 'args.x'): JsonObject => ({ path, op, value });
const wide = (keys: number): JsonObject =>
  Object.fromEntries(Array.from({ length: keys }, (_, index) => [`k${index}`, index]));
const deny = (condition: JsonObject): JsonObject => ({ deny_if: [{ conditions: [condition] }] });

it.each<[string, JsonObject, JsonObject, string]>([
  [
    'four thousand comparisons with one wide object',
    { require: Array.from({ length: 4_000 }, () => on('neq', { a: 1 })) },
    { x: wide(90_000) },
    'pass',
  ],
  ['a wide object compared whole', { require: [on('eq', wide(40_000))] }, { x: wide(40_000) }, 'pass'],
  [
    'long paths of many segments',
    deny(on('path_within', ['/srv'], 'args.x[*]')),
    { x: Array.from({ length: 60 }, () => `/srx${'/a'.repeat(32_000)}`) },
    'policy_error',
  ],
  [
    'a path as deep as the directory that is listed',
    deny(on('path_within', [`/b${'/a'.repeat(30_000)}`])),
    { x: `/b${'/a'.repeat(29_999)}/c` },
    'pass',
  ],
  [
    'a host of thirty thousand labels',
    deny(on('host_in', ['*.example.com'])),
    { x: `${'a.'.repeat(32_000)}net` },
    'pass',
  ],
  [
    'ninety thousand IPv6 addresses',
    deny({ not: on('public_host', true, 'args.x[*]') }),
    { x: Array<string>(90_000).fill('https://[2a00:1450::1]/x') },
    'policy_error',
  ],
  [
    'ninety thousand addresses that are none',
    deny(on('in_cidr', ['10.0.0.0/8'], 'args.x[*]')),
    { x: Array<string>(90_000).fill('::ffff:1.2.3.999') },
    'policy_error',
  ],
  [
    'ninety thousand times',
    { require: [on('lt', '2027-01-01T00:00:00Z', 'args.x[*]')] },
    { x: Array<string>(90_000).fill('2026-01-01T00:00:00.123456789+01:00') },
    'policy_error',
  ],
  [
    'a time with zeros in its fraction, and not at its end',
    { require: [on('lt', '2027-01-01T00:00:00Z')] },
    { x: `2026-01-01T00:00:00.${'0'.repeat(200_000)}1Z` },
    'pass',
  ],
  [
    'each element against each element',
    { require: [{ each: 'args.x', all: [on('eq', 1, 'args.x[*]')] }] },
    { x: Array<number>(90_000).fill(1) },
    'policy_error',
  ],
  [
    'a zone asked for each element',
    deny({ each: 'args.x', all: [on('eq', 99, 'time.hour')] }),
    { x: Array<number>(60_000).fill(1) },
    'pass',
  ],
])('%s', (_, rules, args, expected) => {
  expect(outcome(rules, args)).toBe(expected);
});

it('names of sixty thousand dots, and not at their ends', { timeout: 10_000 }, () => {
  const x = Array<string>(6).fill(`/${'.'.repeat(60_000)}x`);
  expect(outcome(deny(on('path_within', ['/srv/x.'], 'args.x[*]')), { x })).toBe('pass');
});

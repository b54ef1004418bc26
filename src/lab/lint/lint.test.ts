import { describe, expect, it } from 'vitest';
import { readInput } from '../../cli/policy/policy-input.ts';
import { judge, type Policy, readPolicy } from '../../policy/index.ts';
import { counterExample } from './counter-example.ts';
import { lint } from './lint.ts';

interface Found {
  readonly code: string;
  readonly pointer: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly example: ReturnType<typeof counterExample>;
}

function read(part: object): { readonly policy: Policy; readonly text: string; readonly found: readonly Found[] } {
  const text = JSON.stringify({ version: '1', default: 'deny', ...part }, null, 2);
  const result = readPolicy(text, 'json', { name: 'policy' });
  if (!result.ok) throw new Error(result.errors[0]?.message);
  const all = [...result.warnings, ...lint(result.policy)];
  return {
    policy: result.policy,
    text,
    found: all.map((each) => ({ ...each, example: counterExample(result.policy, each) })),
  };
}

const limit = { counter: 'c', window: 'minute', max: 1, scope: 'grant' };
const tool = (rules: object) => ({ tools: { a: rules } });
const limits = (more: object) => tool({ limits: [{ ...limit, ...more }] });
const exists = (path: string) => ({ path, op: 'exists' });
const regex = (value: string, path = 'args.x') => ({ path, op: 'regex', value });

describe('each doubt has a code, a place and a call that shows it', () => {
  it.each<[code: string, part: object, pointer: string, call: object | undefined, shows: string]>([
    ['allows_nothing', {}, '/default', { tool: 'any_tool' }, 'is denied (default_deny) by /default'],
    ['allows_nothing', { hide: ['*'], tools: { a: {} } }, '/default', { tool: 'any_tool' }, 'is hidden by /hide/0'],
    ['unreachable', { hide: ['a*'], tools: { ab: {} } }, '/tools/ab', { tool: 'ab' }, 'is hidden by /hide/0'],
    [
      'unreachable',
      { tools: { ab: {}, 'a*': { action: 'deny' } } },
      '/tools/ab',
      { tool: 'ab' },
      'is denied (denied) by /tools/a*/action',
    ],
    [
      'unreachable',
      { tools: { b: {}, a: { action: 'deny', require: [exists('args.x')] } } },
      '/tools/a',
      { tool: 'a' },
      'is denied (denied) by /tools/a/action',
    ],
    ['reason_unused', tool({ reason: 'x' }), '/tools/a', undefined, ''],
    [
      'limits_unused',
      { tools: { b: {}, a: { action: 'hide', concurrency: 1 } } },
      '/tools/a',
      { tool: 'a' },
      'is hidden by /tools/a/action',
    ],
    [
      'admits_no_argument',
      tool({ arguments: { additionalProperties: false } }),
      '/tools/a/arguments',
      { tool: 'a', arguments: { x: 1 } },
      'is denied (arguments) by /tools/a/arguments',
    ],
    [
      'session_budget',
      limits({ scope: 'session' }),
      '/tools/a/limits/0',
      { tool: 'a', session: 'b' },
      'counts against a fresh budget, whatever session "a" has used',
    ],
    [
      'user_budget',
      limits({ scope: 'user' }),
      '/tools/a/limits/0',
      { tool: 'a' },
      'has no user, and counts for its grant alone',
    ],
    [
      'user_missing',
      tool({ require: [exists('user.email')] }),
      '/tools/a/require/0',
      { tool: 'a' },
      'has no user, and is denied by /tools/a/require/0',
    ],
    [
      'user_missing',
      tool({ deny_if: [{ conditions: [{ path: 'user.email', op: 'ends_with', value: '@evil.example' }] }] }),
      '/tools/a/deny_if/0',
      { tool: 'a' },
      'has no user, and is allowed',
    ],
    [
      'per_without_total',
      limits({ per: ['args.host'] }),
      '/tools/a/limits/0',
      { tool: 'a', arguments: { host: 'another' } },
      'counts against a fresh budget: only "another" is new',
    ],
    [
      'per_without_total',
      tool({
        limits: [{ ...limit, per: [{ path: 'args.o.url', as: 'host' }] }],
        require: [{ path: 'args.o.url', op: 'public_host' }],
      }),
      '/tools/a/limits/0',
      { tool: 'a', arguments: { o: { url: 'another.example' } } },
      'counts against a fresh budget: only "another.example" is new',
    ],
    [
      'cost_without_min',
      limits({ cost: { path: 'args.amount' } }),
      '/tools/a/limits/0',
      { tool: 'a', arguments: { amount: 0 } },
      'is allowed, and counts as nothing',
    ],
    ['window_in_milliseconds', limits({ window: 60_000 }), '/tools/a/limits/0', undefined, ''],
    [
      'window_in_milliseconds',
      tool({ rate_limit: { max: 1, window: 3_600_000 } }),
      '/tools/a/rate_limit',
      undefined,
      '',
    ],
    [
      'cost_without_min',
      tool({ limits: [{ ...limit, cost: { path: 'args.n' } }], require: [{ path: 'args.n', op: 'gte', value: 1 }] }),
      '/tools/a/limits/0',
      undefined,
      '',
    ],
    [
      'unanchored_regex',
      tool({ require: [regex('^https://example\\.com/')] }),
      '/tools/a/require/0',
      { tool: 'a', arguments: { x: 'https://example.com/other' } },
      'is allowed: the value only contains a match',
    ],
    [
      'unanchored_regex',
      tool({ require: [regex('(?:read|list)_[a-z]{2,4}'), { path: 'args.n', op: 'lte', value: 5 }] }),
      '/tools/a/require/0',
      { tool: 'a', arguments: { x: 'xread_aa', n: 5 } },
      'is allowed: the value only contains a match',
    ],
    [
      'no_such_time',
      tool({ deny_if: [{ conditions: [{ path: 'time.weekday', op: 'in', value: ['sat', 'Sunday'] }] }] }),
      '/tools/a/deny_if/0',
      undefined,
      '',
    ],
    [
      'no_such_time',
      tool({ require: [{ not: { path: 'time.hour', op: 'eq', value: 24 } }] }),
      '/tools/a/require/0',
      undefined,
      '',
    ],
    [
      'unanchored_regex',
      tool({ require: [regex('^ok|fine$')] }),
      '/tools/a/require/0',
      { tool: 'a', arguments: { x: 'okx' } },
      'is allowed: the value only contains a match',
    ],
    [
      'unanchored_regex',
      { tools: { a: {} }, all_tools: { require: [{ each: 'args.items', all: [regex('ok', 'item.s')] }] } },
      '/all_tools/require/0',
      { tool: 'a', arguments: { items: [{ s: 'okx' }] } },
      'is allowed: the value only contains a match',
    ],
  ])('%s %j', (code, part, pointer, call, shows) => {
    const { policy, found } = read(part);
    const same = found.filter((each) => each.code === code && each.pointer === pointer);
    expect(same).toHaveLength(1);
    const [one] = same;
    expect(one?.line).toBeGreaterThan(1);
    expect(one?.column).toBeGreaterThan(1);
    expect(one?.example).toEqual(call && { call, shows });
    if (call === undefined) return;
    // The call is one that `policy judge` takes, and the judge says of it what the example says.
    const { call: input } = readInput(Buffer.from(JSON.stringify({ call })));
    if (input === undefined) throw new Error('no call');
    const { verdict } = judge(policy, input.call, input.context);
    expect(verdict).toBe(/is denied|is hidden/.test(shows) ? 'refuse' : 'pass');
  });
});

it('is silent where nothing is odd', () => {
  const require = [
    { path: 'time.weekday', op: 'in', value: ['mon', 'sun'] },
    { path: 'time.weekday', op: 'starts_with', value: 's' },
    { path: 'time.hour', op: 'eq', value: 0 },
    { path: 'time.hour', op: 'lt', value: 24 },
    regex('^ok$'),
    regex('\\A(?:a|b)\\z'),
    { path: 'args.x', op: 'fullmatch', value: 'ok' },
    { not: regex('bad') },
  ];
  const part = tool({ require, limits: [limit, { ...limit, counter: 'd', per: ['args.x'] }] });
  expect(read(part).found).toEqual([]);
});

it('takes patterns of many stars, and many entries, as they come', () => {
  const stars = `${'*a'.repeat(60)}*b`;
  const names = Array.from({ length: 5_000 }, (_, index) => [`t${index}`, {}] as const);
  const { found } = read({
    hide: [`*${stars}`],
    tools: {
      [stars]: { action: 'deny' },
      ['a'.repeat(128)]: {},
      ...Object.fromEntries(names),
      't4999*': { action: 'deny' },
    },
  });
  expect(found.map(({ pointer, message }) => `${pointer} ${message}`)).toEqual([
    `/tools/${stars} this entry is never reached: /hide/0 hides what it names`,
    '/tools/t4999 this entry never allows: /tools/t4999* refuses what it names, and every entry applies',
  ]);
});

it('tells of several doubts in the order of the document', () => {
  const { found } = read({
    tools: {
      b: { limits: [{ ...limit, scope: 'session' }] },
      a: { require: [regex('x')], deny_if: [{ conditions: [exists('user.email')] }] },
    },
  });
  expect(found.map(({ code }) => code)).toEqual(['session_budget', 'unanchored_regex', 'user_missing']);
});

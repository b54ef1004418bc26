import { describe, expect, it } from 'vitest';
import {
  agentRule,
  auditValues,
  compile,
  judge,
  type ListedKind,
  listed,
  type Policy,
  readPolicy,
  sentence,
  unclassified,
} from '../index.ts';

const context = { grant: { id: 'g', label: 'g', tags: new Map() }, server: 's', organization: 'o', now: 0 };

function policyOf(part: object): Policy {
  const read = readPolicy(JSON.stringify({ version: '1', default: 'deny', ...part }), 'json');
  if (!read.ok) throw new Error(read.errors[0]?.message);
  return read.policy;
}

describe('what would take too many steps is refused, whatever it would have said', () => {
  const numbers = Array.from({ length: 90_000 }, (_, index) => index);
  const texts = Array.from({ length: 20_000 }, () => 'a'.repeat(100));
  const pair = [{ path: 'args.x[*]', op: 'regex', value: '([a-z]{1,20}){1,5}[0-9]' }];
  it.each([
    [
      'each in each',
      {
        deny_if: [
          { conditions: [{ each: 'args.x', all: [{ each: 'args.x', all: [{ path: 'item', op: 'eq', value: -1 }] }] }] },
        ],
      },
      numbers,
    ],
    ['a slow pattern on a long list', { deny_if: [{ conditions: pair }] }, texts],
    ['a recursive schema without an end', { arguments: { allOf: [{ $ref: '#' }] } }, 1],
    [
      'uniqueItems on a long list of long texts',
      { arguments: { properties: { x: { uniqueItems: true } } } },
      texts.map((text, index) => text.repeat(3) + index),
    ],
  ])('%s', (_, rules, x) => {
    const policy = policyOf({ tools: { t: rules } });
    expect(judge(policy, { kind: 'tool', name: 't', arguments: { x }, facts: unclassified }, context)).toMatchObject({
      code: 'policy_error',
    });
  });
});

describe('lists', () => {
  const policy = policyOf({
    hide: ['h*'],
    tools: { a: {}, d: { action: 'deny' }, empty: { deny_if: [{ conditions: [] }] }, ha: {}, z: { action: 'hide' } },
    resources: { 'file:///srv/*': {}, 'file:///srv/secret/*': { action: 'hide' }, 'note://*': { action: 'deny' } },
    prompts: { p: {} },
  });
  it.each<[ListedKind, string, boolean]>([
    ['tool', 'a', true],
    ['tool', 'd', true],
    ['tool', 'empty', true],
    ['tool', 'ha', false],
    ['tool', 'z', false],
    ['tool', 'other', false],
    ['tool', 'not callable', false],
    ['resource', 'file:///srv/a', true],
    ['resource', 'file:///srv/secret/a', false],
    ['resource', 'file:///srv/../etc', false],
    ['resource', 'note://a', true],
    ['resource', 'http://a/', false],
    ['resourceTemplate', 'file:///srv/{name}', true],
    ['resourceTemplate', 'file:///{+path}', true],
    ['resourceTemplate', 'file:///srv/secret/{name}', false],
    ['resourceTemplate', 'file:///etc/{name}', false],
    ['resourceTemplate', 'note://{id}', false],
    ['prompt', 'p', true],
    ['prompt', 'q', false],
  ])('%s %s: %s', (kind, name, expected) => expect(listed(policy, kind, name)).toBe(expected));

  it('show everything under observe', () => {
    expect(listed(policyOf({ mode: 'observe' }), 'tool', 'x')).toBe(true);
  });
});

describe('approvals', () => {
  it('merge all reasons, the strictest approvers and the shortest timeout', () => {
    const policy = policyOf({
      approval: { timeout: '1h', hold: 20, approvers: { groups: ['ops', 'sec'] } },
      tools: {
        t: { action: 'require_approval', reason: 'one', approval: { approvers: { count: 2 } } },
        '*': { approve_if: [{ conditions: [], reason: 'two', timeout: '5m', approvers: { groups: ['sec'] } }] },
      },
    });
    expect(judge(policy, { kind: 'tool', name: 't', arguments: {}, facts: unclassified }, context)).toMatchObject({
      approval: {
        rule: '/tools/t/action',
        rules: ['/tools/t/action', '/tools/*/approve_if/0'],
        reasons: ['one', 'two'],
        timeoutMs: 300_000,
        holdMs: 20_000,
        approvers: { groups: ['sec'], count: 2 },
      },
    });
  });
});

describe('budgets', () => {
  it('of policies of other names are other budgets', () => {
    const policy = policyOf({ tools: { t: { rate_limit: { max: 1, window: 60 } } } });
    const [a, b] = ['a', 'b'].map((name) =>
      judge(compile(policy, { name }), { kind: 'tool', name: 't', arguments: {}, facts: unclassified }, context),
    );
    expect(a?.verdict === 'pass' && a.demand.budgets[0]?.key).not.toEqual(
      b?.verdict === 'pass' && b.demand.budgets[0]?.key,
    );
  });
});

it.each([
  ['/tools/get_*/limits/0', '/tools/*/limits/0'],
  ['/tools/get/limits/0', '/tools/get/limits/0'],
  ['/resources/file:~1~1~1srv~1*/action', '/resources/*/action'],
  ['/default', '/default'],
])('agents see %s as %s', (pointer, seen) => expect(agentRule(pointer)).toBe(seen));

it('keeps the argument values that the policy names, and no others', () => {
  const policy = policyOf({ audit: { arguments: 'paths', paths: ['args.a', 'args.l[*].b', 'args.none'] } });
  expect([...auditValues(policy, { a: 1, secret: 2, l: [{ b: 1 }, {}, { b: 2 }] })]).toEqual([
    ['args["a"]', 1],
    ['args["l"][*]["b"]', [1, 2]],
  ]);
  expect(auditValues(policyOf({}), { a: 1 }).size).toBe(0);
  // A record does not grow with a list that a call may make as long as it likes.
  const many = Array.from({ length: 1_000 }, (_, b) => ({ b }));
  expect(auditValues(policy, { l: many }).get('args["l"][*]["b"]')).toEqual(many.slice(0, 100).map(({ b }) => b));
});

it('says how long to wait, never too short', () => {
  const budget = { window: '900', max: 2_500_000 } as Parameters<typeof sentence>[1] extends
    | { budget?: infer B }
    | undefined
    ? B
    : never;
  expect(sentence('rate_limited', { budget, retryAfterMs: 1 })).toBe(
    'limit of 2.5 per 900 s reached; try again in 1 s.',
  );
  expect(sentence('rate_limited', { budget, retryAfterMs: 7_200_000 })).toBe(
    'limit of 2.5 per 900 s reached; try again in 2 h.',
  );
  expect(sentence('rate_limited', { budget })).toBe('limit of 2.5 per 900 s reached; waiting does not help.');
  expect(sentence('denied', { reason: 'Ask ops.' })).toBe('Ask ops.');
});

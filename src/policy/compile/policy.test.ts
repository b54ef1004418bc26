import { describe, expect, it } from 'vitest';
import type { Policy } from '../index.ts';
import { judge, readPolicy, unclassified } from '../index.ts';
import { agentRule } from '../judge/agent-rule.ts';
import { PatternIndex } from './pattern-index.ts';

function policyOf(document: object, name = 'p'): Policy {
  const read = readPolicy(JSON.stringify({ version: '1', default: 'allow', ...document }), 'json', { name });
  if (!read.ok) throw new Error(read.errors.map(({ message }) => message).join('\n'));
  return read.policy;
}

const limit = { counter: 'c', window: 'hour', max: 5, scope: 'grant' };

describe('a policy says whether any call of it may have to take something', () => {
  it.each<[string, object, boolean]>([
    ['nothing', {}, false],
    ['a tool without limits', { tools: { a: {}, b: { action: 'deny' } } }, false],
    ['a limit of a tool', { tools: { a: { limits: [limit] } } }, true],
    ['of all tools', { all_tools: { limits: [limit] } }, true],
    ['of a resource', { resources: { 'file:///*': { limits: [limit] } } }, true],
    ['of a prompt', { prompts: { p: { limits: [limit] } } }, true],
    ['slots of one tool of two', { tools: { a: {}, b: { concurrency: 1 } } }, true],
    ['slots of all tools', { all_tools: { concurrency: 1 } }, true],
  ])('%s: %s', (_what, document, limited) => {
    const policy = policyOf(document);
    expect(policy.limited).toBe(limited);
  });
});

describe('a policy says whether any rule looks at the risk of a tool, which nobody else finds out', () => {
  const risky = [{ path: 'tool.severity', op: 'eq', value: 'high' }];
  it.each<[string, object, boolean]>([
    ['nothing', {}, false],
    ['tools that look at nothing', { all_tools: { require: [] }, tools: { a: {}, b: { action: 'deny' } } }, false],
    ['one tool of three', { tools: { a: {}, b: { require: risky }, c: {} } }, true],
    ['all tools', { all_tools: { deny_if: [{ conditions: risky }] }, tools: { a: {} } }, true],
    ['all tools, where there are no others', { all_tools: { approve_if: [{ conditions: risky }] } }, true],
  ])('%s: %s', (_what, document, asks) => {
    expect(policyOf(document).asksRisk).toBe(asks);
  });
});

describe('what applies to a tool', () => {
  it('is another question to approvers where the reason or who must agree is another, and not by the order of groups', () => {
    const digestOf = (reason: string | undefined, groups: readonly string[], count = 2): string | undefined => {
      const rules = { action: 'require_approval', ...(reason !== undefined && { reason }) };
      const policy = policyOf({ tools: { t: { ...rules, approval: { approvers: { groups, count } } } } });
      return policy.toolPlan('t').asks[0]?.digest;
    };
    const digests = [
      digestOf('pays', ['a', 'b']),
      digestOf('pays twice', ['a', 'b']),
      digestOf(undefined, ['a', 'b']),
      digestOf('pays', ['a', 'c']),
      digestOf('pays', ['a', 'b'], 1),
    ];
    expect(new Set(digests).size).toBe(5);
    expect(digestOf('pays', ['b', 'a'])).toBe(digests[0]);
  });

  it('is found out once, and not kept for ever more names', () => {
    const policy = policyOf({ tools: { 't*': { limits: [limit] } } });
    const plan = policy.toolPlan('t1');
    expect(policy.toolPlan('t1')).toBe(plan);
    for (let i = 2; i <= 20_000; i++) policy.toolPlan(`t${i}`);
    expect(policy.toolPlan('t1')).toBe(plan);
    policy.toolPlan('one more');
    expect(policy.toolPlan('t1')).not.toBe(plan);
    expect(policy.toolPlan('t1').budgets).toEqual(plan.budgets);
  });

  it('is durable where one limit of the same budget is, and only there', () => {
    const budget = { counter: 'shared', window: 'day', max: 5, scope: 'grant' };
    const policy = policyOf({
      tools: {
        a: { limits: [{ ...budget, durable: true }] },
        b: { limits: [budget] },
        c: { limits: [limit] },
      },
    });
    const durable = ['a', 'b', 'c'].map((name) => policy.toolPlan(name).budgets.map((plan) => plan.durable));
    expect(durable).toEqual([[true], [true], [false]]);
  });

  it('is every pattern that stands for its name, exact ones first, the others by their code points', () => {
    const index = new PatternIndex(
      ['a*', '*', 'ab', '*b', 'a*b', 'ab*', 'ba*', 'ab'].map((one) => [one, one] as const),
    );
    expect(index.match('ab').map(([, one]) => one)).toEqual(['ab', 'ab', '*', '*b', 'a*', 'a*b', 'ab*']);
    expect(index.match('a').map(([, one]) => one)).toEqual(['*', 'a*']);
    expect(index.match('')).toEqual([['*', '*']]);
    expect(new PatternIndex([['ab', 1]]).match('a')).toEqual([]);
    // Prefix and suffix of a glob do not share letters.
    expect(new PatternIndex([['aba*aba', 1]]).match('aba')).toEqual([]);
    expect(new PatternIndex([['aba*aba', 1]]).match('ababa')).toEqual([]);
    expect(new PatternIndex([['aba*aba', 1]]).match('abaaba')).toEqual([['aba*aba', 1]]);
  });
});

describe('what a call takes of a budget', () => {
  const context = {
    grant: { id: 'g', label: 'g', tags: new Map<string, string>() },
    server: 's',
    organization: 'o',
    now: 0,
  };
  const keyOf = (per: readonly unknown[], args: Record<string, never>, name = 'p'): string | undefined => {
    const policy = policyOf({ tools: { t: { limits: [{ ...limit, per }] } } }, name);
    const judgement = judge(policy, { kind: 'tool', name: 't', arguments: args, facts: unclassified }, context);
    if (judgement.verdict === 'pass') return judgement.demand.budgets[0]?.key;
    expect(judgement.code).toBe('policy_error');
    return undefined;
  };
  const same = (per: readonly unknown[], a: unknown, b: unknown): boolean | undefined => {
    const [one, other] = [a, b].map((x) => keyOf(per, { x } as never));
    return one === undefined || other === undefined ? undefined : one === other;
  };

  it.each<[readonly unknown[], unknown, unknown, boolean | undefined]>([
    [['args.x'], 'a', 'a', true],
    [['args.x'], 'a', 'b', false],
    [['args.x'], 1, '1', false],
    [['args.x'], 0, -0, true],
    [['args.x'], 0, false, false],
    [['args.x'], true, 'true', false],
    [['args.x'], 1, 1.5, false],
    [['args.x'], null, 'a', undefined],
    [['args.x'], ['a'], 'a', undefined],
    [['args.x'], {}, 'a', undefined],
    [[{ path: 'args.x', as: 'host' }], 'https://A.org/x', 'a.org.', true],
    [[{ path: 'args.x', as: 'host' }], 'a.org', 'b.org', false],
    [[{ path: 'args.x', as: 'host' }], 'a.org', 'a b', undefined],
    [[{ path: 'args.x', as: 'host' }], 'a.org', 5, undefined],
    [[{ path: 'args.x', as: 'path' }], '/a/./b/', '/a/b', true],
    [[{ path: 'args.x', as: 'path' }], '/a/b', '/a/c', false],
    [[{ path: 'args.x', as: 'path' }], '/ab', '/a/b', false],
    [[{ path: 'args.x', as: 'path' }], '/a', 'a\u0000b', undefined],
    [[{ path: 'args.x', as: 'lower' }], 'ABC', 'abc', true],
    [[{ path: 'args.x', as: 'lower' }], 'ABC', 'abd', false],
  ])('per %j: %j and %j', (per, a, b, expected) => {
    expect(same(per, a, b)).toBe(expected);
  });

  it('belongs to one policy, and to its values in whatever order their paths are written', () => {
    expect(keyOf(['args.x'], { x: 'a' } as never, 'p')).not.toBe(keyOf(['args.x'], { x: 'a' } as never, 'q'));
    const both = { x: 'a', y: 'b' } as never;
    expect(keyOf(['args.x', 'args.y'], both)).toBe(keyOf(['args.y', 'args.x'], both));
    expect(keyOf(['args.x', 'args.y'], both)).not.toBe(keyOf(['args.x', 'args.y'], { x: 'b', y: 'a' } as never));
    expect(keyOf(['args.x', 'args.y'], { x: 'ab', y: 'c' } as never)).not.toBe(
      keyOf(['args.x', 'args.y'], { x: 'a', y: 'bc' } as never),
    );
  });

  it('is another one where another part of a value counts, though the part may read the same', () => {
    const a = { x: '/a' } as never;
    const keys = [keyOf(['args.x'], a), ...['path', 'lower'].map((as) => keyOf([{ path: 'args.x', as }], a))];
    expect(new Set(keys).size).toBe(3);
    expect(keys).not.toContain(undefined);
  });
});

it.each([
  ['/tools/get_*', '/tools/*'],
  ['/tools/get_*/require/0', '/tools/*/require/0'],
  ['/resources/file:~1~1~1*/limits/1', '/resources/*/limits/1'],
  ['/prompts/a*', '/prompts/*'],
  ['/tools/get', '/tools/get'],
  ['/tools', '/tools'],
  ['/all_tools/limits/0', '/all_tools/limits/0'],
  ['/hide/0*', '/hide/0*'],
  ['', ''],
])('agents are told %s as %s', (pointer, shown) => {
  expect(agentRule(pointer)).toBe(shown);
});

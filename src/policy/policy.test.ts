import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../protocol/index.ts';
import {
  type CallContext,
  judge,
  type Policy,
  readPolicy,
  sentence,
  type ToolFacts,
  Trace,
  unclassified,
} from './index.ts';

const context: CallContext = {
  grant: { id: 'g1', label: 'alice', tags: new Map([['team', 'red']]) },
  server: 'netdiag',
  organization: 'o',
  now: Date.UTC(2026, 0, 5, 13, 30),
};

function policyOf(document: object): Policy {
  const read = readPolicy(JSON.stringify(document), 'json', { name: 'p' });
  if (!read.ok) throw new Error(read.errors.map(({ message }) => message).join('\n'));
  return read.policy;
}

function decide(document: object, args: object = {}, name = 't', facts: ToolFacts = unclassified): string {
  const result = judge(policyOf(document), { kind: 'tool', name, arguments: { ...args }, facts }, context);
  if (result.verdict === 'refuse') return `${result.code} ${result.rule}${result.reason ? ` ${result.reason}` : ''}`;
  return result.approval === undefined ? 'pass' : `ask ${result.approval.rule}`;
}

describe('the seed policy', () => {
  const seed = {
    version: '1',
    default: 'deny',
    tools: { tcp_connect: { limits: [{ counter: 'tcp_connect_rate', window: 'minute', max: 10, scope: 'grant' }] } },
  };

  it('takes one of ten a minute of each grant for tcp_connect', () => {
    const result = judge(
      policyOf(seed),
      { kind: 'tool', name: 'tcp_connect', arguments: {}, facts: unclassified },
      context,
    );
    expect(result).toMatchObject({
      verdict: 'pass',
      demand: {
        budgets: [{ windowMs: 60_000, max: 10_000_000, cost: 1_000_000, rule: '/tools/tcp_connect/limits/0' }],
      },
    });
  });

  it('denies every other tool', () => expect(decide(seed, {}, 'tcp_listen')).toBe('default_deny /default'));

  it('says what section 5 says, to the byte', () => {
    const result = judge(
      policyOf(seed),
      { kind: 'tool', name: 'tcp_connect', arguments: {}, facts: unclassified },
      context,
    );
    const budget = result.verdict === 'pass' ? result.demand.budgets[0] : undefined;
    expect(`[POLICY DENIED] tcp_connect: ${sentence('rate_limited', { budget, retryAfterMs: 22_001 })}`).toBe(
      '[POLICY DENIED] tcp_connect: limit of 10 per minute reached; try again in 23 s.',
    );
  });
});

describe('documents of PolicyLayer', () => {
  it('denies where deny_if has no conditions', () => {
    const document = {
      version: '1',
      default: 'allow',
      tools: { rm: { deny_if: [{ conditions: [], on_deny: 'Never.' }] } },
    };
    expect(decide(document, {}, 'rm')).toBe('condition /tools/rm/deny_if/0 Never.');
  });

  it('reads the shorthand beside action and reason', () => {
    const document = {
      version: '1',
      default: 'deny',
      tools: { a: { rate_limit: { max: 10, window: 60 } }, b: { action: 'deny', reason: 'Ask ops.' } },
    };
    expect(decide(document, {}, 'b')).toBe('denied /tools/b/action Ask ops.');
    expect(
      judge(policyOf(document), { kind: 'tool', name: 'a', arguments: {}, facts: unclassified }, context),
    ).toMatchObject({
      demand: { budgets: [{ rule: '/tools/a/rate_limit', windowMs: 60_000 }] },
    });
  });
});

describe('the order of judgement', () => {
  const everything = {
    version: '1',
    default: 'deny',
    hide: ['h*'],
    all_tools: { deny_if: [{ conditions: [{ path: 'args.all', op: 'exists' }] }] },
    tools: {
      t: {
        require: [{ path: 'args.n', op: 'lte', value: 5 }],
        arguments: { type: 'object', required: ['s'] },
        deny_if: [{ conditions: [{ path: 'args.s', op: 'eq', value: 'bad' }] }],
        limits: [{ counter: 'c', window: 'hour', max: 1, scope: 'grant', cost: { path: 'args.cost' } }],
        approve_if: [{ conditions: [{ path: 'args.s', op: 'eq', value: 'ask' }], reason: 'Sure?' }],
      },
      d: { action: 'deny' },
      'd*': { action: 'hide' },
      h1: {},
    },
  };
  it.each([
    [{ n: 5, s: 'ok', cost: 1 }, 't', 'pass'],
    [{ n: 6, s: 'ok', cost: 1 }, 't', 'condition /tools/t/require/0'],
    [{ n: 5, cost: 1 }, 't', 'arguments /tools/t/arguments'],
    [{ n: 5, s: 'bad', cost: 1 }, 't', 'condition /tools/t/deny_if/0'],
    [{ n: 5, s: 'ok', cost: 1, all: 1 }, 't', 'condition /all_tools/deny_if/0'],
    [{ n: 5, s: 'ask' }, 't', 'policy_error /tools/t/limits/0'],
    [{ n: 5, s: 'ask', cost: 1 }, 't', 'ask /tools/t/approve_if/0'],
    [{}, 'd', 'hidden /tools/d*/action'],
    [{}, 'h1', 'hidden /hide/0'],
    [{}, 'x', 'default_deny /default'],
  ])('%j to %s: %s', (args, name, expected) => expect(decide(everything, args, name)).toBe(expected));
});

describe('hints of the server', () => {
  const refusing = (condition: object) => ({
    version: '1',
    default: 'allow',
    tools: { t: { deny_if: [{ conditions: [{ path: 'tool.annotations.destructiveHint', ...condition }] }] } },
  });
  const refused = 'condition /tools/t/deny_if/0';

  // What stands there was written by whom the policy does not trust: a type that no client reads is no way around it.
  it.each<[object, JsonValue | undefined, string]>([
    [{ op: 'eq', value: true }, undefined, 'pass'],
    [{ op: 'eq', value: true }, false, 'pass'],
    [{ op: 'eq', value: true }, true, refused],
    [{ op: 'eq', value: true }, 'true', refused],
    [{ op: 'eq', value: true }, 1, refused],
    [{ op: 'eq', value: true }, null, refused],
    [{ op: 'eq', value: true }, [], refused],
    [{ op: 'neq', value: false }, undefined, refused],
    [{ op: 'neq', value: false }, 'false', refused],
    [{ op: 'exists' }, null, 'pass'],
    [{ op: 'type', value: 'string' }, 'true', refused],
  ])('%j on %j', (condition, destructiveHint, expected) => {
    const annotations = destructiveHint === undefined ? {} : { destructiveHint };
    expect(decide(refusing(condition), {}, 't', { ...unclassified, annotations })).toBe(expected);
  });
});

describe('budgets', () => {
  const limit = { counter: 'c', window: 'minute', max: 5, scope: 'grant' };
  const demand = (tools: object, args: object = {}, name = 't') => {
    const result = judge(
      policyOf({ version: '1', default: 'deny', tools }),
      { kind: 'tool', name, arguments: { ...args }, facts: unclassified },
      context,
    );
    return result.verdict === 'pass' ? result.demand : result;
  };
  it('are taken once however many entries name them, and reported by the first', () => {
    expect(
      demand({ '*': { limits: [limit] }, t: { limits: [{ ...limit, window: 60, durable: true }] } }),
    ).toMatchObject({
      budgets: [{ rule: '/tools/t/limits/0', durable: true }],
    });
  });
  it('do not depend on the order of `per`', () => {
    const keys = [
      ['args.a', 'args.b'],
      ['args.b', 'args["a"]'],
    ].map((per) => demand({ t: { limits: [{ ...limit, per }] } }, { a: 1, b: 'x' }));
    expect(keys[0]).toMatchObject({
      budgets: [{ key: (keys[1] as unknown as { budgets: { key: string }[] }).budgets[0]?.key }],
    });
  });
  it.each([[{ a: [] }], [{}], [{ a: null }]])('cannot be taken for `per` of %j', (args) =>
    expect(demand({ t: { limits: [{ ...limit, per: ['args.a'] }] } }, args)).toMatchObject({ code: 'policy_error' }),
  );
  it.each([
    [0.1, 100_000],
    [2.000001, 2_000_001],
    [0, 0],
    [1e-7, undefined],
    [-1, undefined],
    ['1', undefined],
    [1e15, 2 ** 53],
  ])('a cost of %j is %j millionths', (cost, expected) => {
    const taken = demand({ t: { limits: [{ ...limit, cost: { path: 'args.c' } }] } }, { c: cost });
    if (expected === undefined) expect(taken).toMatchObject({ code: 'policy_error' });
    else expect(taken).toMatchObject({ budgets: [{ cost: expected }] });
  });
});

describe('a trace', () => {
  it('changes nothing and names what was looked at', () => {
    const policy = policyOf({
      version: '1',
      default: 'deny',
      tools: { t: { require: [{ path: 'args.a', op: 'eq', value: 1 }] } },
    });
    const call = { kind: 'tool', name: 't', arguments: { a: '1' }, facts: unclassified } as const;
    const trace = new Trace();
    expect(judge(policy, call, context, trace)).toEqual(judge(policy, call, context));
    expect(trace.lines).toContainEqual({
      rule: '/tools/t/require/0',
      said: 'args["a"] eq: unknown (this string is not one that the operator reads)',
    });
  });
});

import { expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { readPolicy } from '../index.ts';
import type { PolicyDocument } from './document.ts';
import type { Limit } from './limit.ts';
import type { ToolRules } from './rules.ts';

/** What a policy says. As JSON and as YAML it says the same. */
function said(rest: JsonObject, format: 'json' | 'yaml' = 'yaml'): PolicyDocument {
  const read = readPolicy(JSON.stringify({ version: '1', default: 'deny', ...rest }), format);
  if (!read.ok) throw new Error(read.errors[0]?.message);
  return read.policy.document;
}

function rulesOf(rules: JsonObject): ToolRules | undefined {
  return said({ tools: { t: rules } }).tools[0]?.[1];
}

function limitOf(part: JsonObject): Limit | undefined {
  return rulesOf({ limits: [{ counter: 'c', window: 'minute', max: 1, scope: 'grant', ...part }] })?.limits[0];
}

it('what a policy does not say has its default, which is the strict one', () => {
  expect(said({})).toEqual({
    description: undefined,
    mode: 'enforce',
    default: 'deny',
    defaultPlace: { pointer: '/default', start: 25 },
    hide: [],
    allTools: undefined,
    tools: [],
    resources: [],
    prompts: [],
    serverRequests: { sampling: 'deny', roots: 'deny', elicitation: 'form' },
    approval: undefined,
    auditPaths: undefined,
    zone: undefined,
    timezone: undefined,
  });
  expect(said({ server_requests: {}, audit: {}, approval: {} })).toMatchObject({
    serverRequests: { sampling: 'deny', roots: 'deny', elicitation: 'form' },
    approval: { timeoutMs: undefined, holdMs: undefined, approvers: undefined },
    auditPaths: undefined,
  });
  expect(rulesOf({})).toMatchObject({
    place: { pointer: '/tools/t' },
    action: 'allow',
    reason: undefined,
    require: [],
    denyIf: [],
    approveIf: [],
    limits: [],
    concurrency: undefined,
    asksRisk: false,
    arguments: undefined,
    approval: undefined,
  });
});

it('what a policy says is what was written', () => {
  const condition = { path: 'args.a', op: 'exists' };
  const asked = { conditions: [], reason: 'why', timeout: '5m', approvers: { groups: ['a'], count: 2 } };
  const policy = said({
    description: 'two\nlines',
    mode: 'observe',
    default: 'allow',
    hide: ['a*', 'b'],
    all_tools: { require: [condition], deny_if: [{ conditions: [], on_deny: 'no' }], concurrency: 3 },
    tools: {
      t: {
        action: 'require_approval',
        reason: 'because',
        require: [condition, { conditions: [condition, condition], on_deny: 'needed' }],
        approve_if: [asked],
        approval: { timeout: '1h', hold: 10, approvers: { groups: ['b'] } },
        concurrency: 1,
      },
    },
    resources: { 'x:*': { action: 'deny', reason: 'no' } },
    prompts: { p: { action: 'hide' } },
    server_requests: { sampling: 'allow', roots: 'allow', elicitation: 'all' },
    approval: { timeout: 'hour', approvers: { count: 2 } },
    audit: { arguments: 'paths', paths: ['args.l[*].a'] },
    timezone: 'Europe/Berlin',
  });
  expect(policy).toMatchObject({
    description: 'two\nlines',
    mode: 'observe',
    default: 'allow',
    hide: [
      { pattern: 'a*', place: { pointer: '/hide/0' } },
      { pattern: 'b', place: { pointer: '/hide/1' } },
    ],
    allTools: {
      place: { pointer: '/all_tools' },
      require: [{ place: { pointer: '/all_tools/require/0' }, onDeny: undefined }],
      denyIf: [{ place: { pointer: '/all_tools/deny_if/0' }, conditions: [], onDeny: 'no' }],
      approveIf: [],
      concurrency: { place: { pointer: '/all_tools/concurrency' }, max: 3 },
    },
    resources: [['x:*', { place: { pointer: '/resources/x:*' }, action: 'deny', reason: 'no', limits: [] }]],
    prompts: [['p', { place: { pointer: '/prompts/p' }, action: 'hide', reason: undefined }]],
    serverRequests: { sampling: 'allow', roots: 'allow', elicitation: 'all' },
    approval: { timeoutMs: 3_600_000, holdMs: undefined, approvers: { groups: undefined, count: 2 } },
    auditPaths: [{ root: 'args', fansOut: true }],
    timezone: 'Europe/Berlin',
  });
  expect(policy.zone).toBeDefined();
  const [[pattern, rules] = []] = policy.tools;
  expect(pattern).toBe('t');
  expect(rules).toMatchObject({
    action: 'require_approval',
    reason: 'because',
    require: [
      { place: { pointer: '/tools/t/require/0' }, conditions: [{ kind: 'leaf' }], onDeny: undefined },
      { place: { pointer: '/tools/t/require/1' }, conditions: [{}, {}], onDeny: 'needed' },
    ],
    denyIf: [],
    approveIf: [{ reason: 'why', timeoutMs: 300_000, approvers: { groups: ['a'], count: 2 } }],
    approval: { timeoutMs: 3_600_000, holdMs: 10_000, approvers: { groups: ['b'], count: undefined } },
    concurrency: { max: 1 },
  });
});

it.each<[JsonObject, Partial<Limit>]>([
  [
    {},
    {
      counter: 'c',
      shorthand: false,
      window: { ms: 60_000, text: 'minute', named: true },
      align: 'sliding',
      max: 1_000_000,
      scope: 'grant',
      per: [],
      cost: { kind: 'constant', amount: 1_000_000 },
      costHasMin: false,
      durable: false,
      onDeny: undefined,
    },
  ],
  [{ window: 90 }, { window: { ms: 90_000, text: '90', named: false } }],
  [{ window: '2h' }, { window: { ms: 7_200_000, text: '2h', named: false } }],
  [
    { window: '3d', max: 0.5 },
    { window: { ms: 259_200_000, text: '3d', named: false }, max: 500_000 },
  ],
  [
    { window: '1w', durable: true },
    { window: { ms: 604_800_000, text: '1w', named: false }, durable: true },
  ],
  [
    { window: '7s', scope: 'user' },
    { window: { ms: 7_000, text: '7s', named: false }, scope: 'user' },
  ],
  [
    { window: 'day', align: 'calendar' },
    { window: { ms: 86_400_000, text: 'day', named: true }, align: 'calendar' },
  ],
  [
    { cost: 2.5, on_deny: 'no' },
    { cost: { kind: 'constant', amount: 2_500_000 }, costHasMin: false, onDeny: 'no' },
  ],
])('a limit of %j', (part, expected) => {
  expect(limitOf(part)).toMatchObject(expected);
});

it('a limit that looks into the arguments says where, and whether there is a least charge', () => {
  expect(limitOf({ cost: { path: 'args.c' } })).toMatchObject({
    cost: { kind: 'argument', min: 0 },
    costHasMin: false,
  });
  expect(limitOf({ cost: { path: 'args.c', min: 0.5 } })).toMatchObject({
    cost: { kind: 'argument', path: { root: 'args' }, min: 500_000 },
    costHasMin: true,
  });
  expect(limitOf({ per: ['args.a', { path: 'args.b', as: 'host' }] })?.per).toMatchObject([
    { path: { root: 'args' }, as: undefined },
    { path: { root: 'args' }, as: 'host' },
  ]);
});

it('the shorthand is a limit of its entry, with the defaults of one', () => {
  expect(rulesOf({ rate_limit: { max: 10, window: 60 } })?.limits).toMatchObject([
    {
      place: { pointer: '/tools/t/rate_limit' },
      counter: 't',
      shorthand: true,
      window: { ms: 60_000, text: '60', named: false },
      align: 'sliding',
      max: 10_000_000,
      scope: 'grant',
      per: [],
      cost: { kind: 'constant', amount: 1_000_000 },
      costHasMin: false,
      durable: false,
      onDeny: undefined,
    },
  ]);
  const limit = { counter: 'c', window: 'minute', max: 1, scope: 'grant' };
  const both = rulesOf({ limits: [limit], rate_limit: { max: 1, window: 'day', scope: 'server' } });
  expect(both?.limits.map(({ counter, scope }) => [counter, scope])).toEqual([
    ['c', 'grant'],
    ['t', 'server'],
  ]);
});

const risk = { path: 'tool.severity', op: 'eq', value: 'low' };
const other = { path: 'args.x', op: 'exists' };
it.each<[JsonValue, boolean]>([
  [other, false],
  [risk, true],
  [{ path: 'tool.category', op: 'eq', value: 'read' }, true],
  [{ path: 'tool.name', op: 'exists' }, false],
  [{ any: [other, risk] }, true],
  [{ all: [risk, other] }, true],
  [{ all: [other, other] }, false],
  [{ not: { any: [other, { not: risk }] } }, true],
  [{ each: 'args.l', any: [other, risk] }, true],
  [{ each: 'args.l', ...other }, false],
])('a rule with %j looks at the risk of a tool: %s', (condition, asks) => {
  const conditions = [other, condition];
  for (const format of ['json', 'yaml'] as const) {
    const asksRisk = (rules: JsonObject): boolean | undefined =>
      said({ tools: { t: rules } }, format).tools[0]?.[1].asksRisk;
    expect(asksRisk({ require: conditions })).toBe(asks);
    expect(asksRisk({ require: [other], deny_if: [{ conditions }] })).toBe(asks);
    expect(asksRisk({ require: [other], approve_if: [{ conditions: [] }, { conditions }] })).toBe(asks);
    expect(said({ all_tools: { require: conditions } }, format).allTools?.asksRisk).toBe(asks);
  }
});

it.each<[JsonObject]>([
  [{ tools: { version: {} }, version: '1', default: 'deny' }],
  [{ tools: { t: { arguments: { description: 'string', type: 'object' } } }, version: '1', default: 'deny' }],
  [{ tools: { t: { arguments: { title: 'array', properties: {} } } }, version: '1', default: 'deny' }],
])('is a policy, whatever name it begins with or a word says that is no type: %j', (policy) => {
  for (const format of ['json', 'yaml'] as const) {
    expect(readPolicy(JSON.stringify(policy), format)).toMatchObject({ ok: true, warnings: [] });
  }
});

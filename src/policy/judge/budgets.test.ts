import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { type CallContext, compile, judge, type Passage, readPolicy, unclassified } from '../index.ts';

const grant = { id: 'g', label: 'g', tags: new Map() };
const context: CallContext = { grant, server: 's', organization: 'o', now: 0 };
const limit = (part: JsonObject = {}): JsonObject => ({
  counter: 'c',
  window: 'minute',
  max: 5,
  scope: 'grant',
  ...part,
});

function demanded(rules: JsonObject, args: JsonObject = {}, who: CallContext = context): Passage['demand'] | string {
  const read = readPolicy(JSON.stringify({ version: '1', default: 'deny', tools: { t: rules } }), 'json', {
    name: 'p',
  });
  if (!read.ok) return read.errors[0]?.message ?? '';
  const judgement = judge(read.policy, { kind: 'tool', name: 't', arguments: args, facts: unclassified }, who);
  return judgement.verdict === 'refuse' ? judgement.code : judgement.demand;
}

function key(part: JsonObject, args: JsonObject = {}, who: CallContext = context): string {
  const demand = demanded({ limits: [limit(part)] }, args, who);
  return typeof demand === 'string' ? demand : (demand.budgets[0]?.key ?? '');
}

const alice = { id: 'u', groups: [] };

describe('budgets are the same', () => {
  it.each<[string, [JsonObject, JsonObject?, CallContext?], [JsonObject, JsonObject?, CallContext?]]>([
    ['whatever the length of the window is called', [{ window: 60 }], [{ window: '1m' }]],
    [
      'in whatever order `per` stands',
      [{ per: ['args.a', 'args.b'] }, { a: 1, b: 2 }],
      [{ per: ['args.b', 'args["a"]'] }, { a: 1, b: 2 }],
    ],
    [
      'for a user who is none, as for the grant',
      [{ scope: 'user' }],
      [{ scope: 'user' }, {}, { ...context, organization: 'x' }],
    ],
    [
      'for a user, whatever the grant',
      [{ scope: 'user' }, {}, { ...context, user: alice }],
      [{ scope: 'user' }, {}, { ...context, user: alice, grant: { ...grant, id: 'x' } }],
    ],
    [
      'for an organization, whatever the server',
      [{ scope: 'organization' }],
      [{ scope: 'organization' }, {}, { ...context, server: 'x' }],
    ],
    ['for a grant, whatever the session', [{}], [{}, {}, { ...context, session: 'x' }]],
    ['for -0 and 0', [{ per: ['args.a'] }, { a: -0 }], [{ per: ['args.a'] }, { a: 0 }]],
    [
      'for a host, whatever the path',
      [{ per: [{ path: 'args.a', as: 'host' }] }, { a: 'https://A.b/x' }],
      [{ per: [{ path: 'args.a', as: 'host' }] }, { a: 'http://a.b:81/' }],
    ],
    [
      'for a path, however spelled',
      [{ per: [{ path: 'args.a', as: 'path' }] }, { a: '/a/./b/' }],
      [{ per: [{ path: 'args.a', as: 'path' }] }, { a: '/a/b' }],
    ],
    [
      'for a path, with dots at the end of its names and without them',
      [{ per: [{ path: 'args.a', as: 'path' }] }, { a: '/.../a./b..' }],
      [{ per: [{ path: 'args.a', as: 'path' }] }, { a: '/a/b' }],
    ],
    [
      'for letters, whatever their case',
      [{ per: [{ path: 'args.a', as: 'lower' }] }, { a: 'AbC' }],
      [{ per: [{ path: 'args.a', as: 'lower' }] }, { a: 'aBc' }],
    ],
  ])('%s', (_, a, b) => expect(key(...a)).toBe(key(...b)));
});

describe('budgets are others', () => {
  it.each<[string, [JsonObject, JsonObject?, CallContext?], [JsonObject, JsonObject?, CallContext?]]>([
    ['for another counter', [{}], [{ counter: 'd' }]],
    ['for another window', [{}], [{ window: 61 }]],
    ['for another scope', [{}], [{ scope: 'session' }]],
    ['for another grant', [{}], [{}, {}, { ...context, grant: { ...grant, id: 'x' } }]],
    [
      'for another session',
      [{ scope: 'session' }, {}, { ...context, session: 'a' }],
      [{ scope: 'session' }, {}, { ...context, session: 'b' }],
    ],
    [
      'for one session of two grants',
      [{ scope: 'session' }, {}, { ...context, session: 'a' }],
      [{ scope: 'session' }, {}, { ...context, session: 'a', grant: { ...grant, id: 'x' } }],
    ],
    ['for a session and none', [{ scope: 'session' }, {}, { ...context, session: 'a' }], [{ scope: 'session' }]],
    ['for a user and none', [{ scope: 'user' }, {}, { ...context, user: alice }], [{ scope: 'user' }]],
    [
      'for one user of two organizations',
      [{ scope: 'user' }, {}, { ...context, user: alice }],
      [{ scope: 'user' }, {}, { ...context, user: alice, organization: 'x' }],
    ],
    ['for another server', [{ scope: 'server' }], [{ scope: 'server' }, {}, { ...context, server: 'x' }]],
    [
      'for one server of two organizations',
      [{ scope: 'server' }],
      [{ scope: 'server' }, {}, { ...context, organization: 'x' }],
    ],
    [
      'for another organization',
      [{ scope: 'organization' }],
      [{ scope: 'organization' }, {}, { ...context, organization: 'x' }],
    ],
    ['for a text and a number', [{ per: ['args.a'] }, { a: 1 }], [{ per: ['args.a'] }, { a: '1' }]],
    ['for a text and a truth', [{ per: ['args.a'] }, { a: true }], [{ per: ['args.a'] }, { a: 'true' }]],
    [
      'for values that change places',
      [{ per: ['args.a', 'args.b'] }, { a: 1, b: 2 }],
      [{ per: ['args.a', 'args.b'] }, { a: 2, b: 1 }],
    ],
    [
      'for values that only together are the same text',
      [{ per: ['args.a', 'args.b'] }, { a: 'x', b: 'yz' }],
      [{ per: ['args.a', 'args.b'] }, { a: 'xy', b: 'z' }],
    ],
    ['for another path', [{ per: ['args.a'] }, { a: 1, b: 1 }], [{ per: ['args.b'] }, { a: 1, b: 1 }]],
    ['for another `as`', [{ per: ['args.a'] }, { a: 'x' }], [{ per: [{ path: 'args.a', as: 'lower' }] }, { a: 'x' }]],
    [
      'for letters that are no ASCII',
      [{ per: [{ path: 'args.a', as: 'lower' }] }, { a: '\u212a' }],
      [{ per: [{ path: 'args.a', as: 'lower' }] }, { a: 'k' }],
    ],
  ])('%s', (_, a, b) => expect(key(...a)).not.toBe(key(...b)));
});

it.each<[JsonValue, JsonValue]>([
  ['args.a', null],
  ['args.a', []],
  ['args.a', {}],
  ['args.a.b', 1],
  [{ path: 'args.a', as: 'host' }, 'a b'],
  [{ path: 'args.a', as: 'host' }, 1],
  [{ path: 'args.a', as: 'path' }, 'x/../y'],
  [{ path: 'args.a', as: 'path' }, true],
  [{ path: 'args.a', as: 'lower' }, 5],
])('`per` of %j cannot be told for %j', (per, a) =>
  expect(demanded({ limits: [limit({ per: [per] })] }, { a })).toBe('policy_error'),
);

describe('costs', () => {
  const cost = (part: JsonObject, c: JsonValue): unknown => {
    const demand = demanded({ limits: [limit(part)] }, { c });
    return typeof demand === 'string' ? demand : demand.budgets[0]?.cost;
  };
  const most = 2 ** 53 / 1e6;
  it.each<[JsonObject, JsonValue, unknown]>([
    [{}, 0, 1_000_000],
    [{ cost: 0.25 }, 0, 250_000],
    [{ cost: { path: 'args.c' } }, 0.5, 500_000],
    [{ cost: { path: 'args.c', min: 1 } }, 0.5, 1_000_000],
    [{ cost: { path: 'args.c', min: 1 } }, 1.5, 1_500_000],
    [{ cost: { path: 'args.c' } }, '1', 'policy_error'],
    [{ cost: { path: 'args.c' } }, null, 'policy_error'],
    [{ cost: { path: 'args.c' } }, -1, 'policy_error'],
    [{ cost: { path: 'args.c' } }, 0.0000001, 'policy_error'],
    [{ cost: { path: 'args.c' } }, most, 2 ** 53],
    [{ cost: { path: 'args.c' } }, 1e12, 2 ** 53],
    [{ max: most, cost: { path: 'args.c' } }, most, 2 ** 53],
    [{ max: most, cost: { path: 'args.c' } }, 1e12, 'policy_error'],
  ])('%j of %j: %j', (part, c, expected) => expect(cost(part, c)).toBe(expected));
});

it('carries everything that a limiter and a sentence need', () => {
  const demand = demanded({
    limits: [limit({ window: 'day', max: 2.5, align: 'calendar', durable: true, on_deny: 'no' })],
    rate_limit: { max: 1, window: '15m', scope: 'server' },
    concurrency: 3,
  });
  expect(demand).toMatchObject({
    budgets: [
      {
        windowMs: 86_400_000,
        align: 'calendar',
        max: 2_500_000,
        cost: 1_000_000,
        durable: true,
        rule: '/tools/t/limits/0',
        onDeny: 'no',
        counter: 'c',
        window: 'day',
      },
      {
        windowMs: 900_000,
        align: 'sliding',
        max: 1_000_000,
        cost: 1_000_000,
        durable: false,
        rule: '/tools/t/rate_limit',
        onDeny: undefined,
        counter: 't',
        window: '15m',
      },
    ],
    slots: [{ max: 3, rule: '/tools/t/concurrency' }],
  });
});

describe('entries of one budget must agree', () => {
  const both = (a: JsonObject, b: JsonObject): unknown => {
    const made = demanded({ limits: [limit(a), limit(b)] }, { c: 1, d: 1 });
    return typeof made === 'string' ? made : made.budgets.length;
  };
  const disagree =
    '/tools/t/limits/1: expected the same max, cost and align as /tools/t/limits/0, which names the same budget, found others';
  it.each<[JsonObject, JsonObject, unknown]>([
    [{}, {}, 1],
    [{ max: 5 }, { max: 6 }, disagree],
    [{ align: 'calendar' }, {}, disagree],
    [{ cost: 1 }, {}, 1],
    [{ cost: 2 }, {}, disagree],
    [{ cost: { path: 'args.c' } }, {}, disagree],
    [{ cost: { path: 'args.c' } }, { cost: { path: 'args.d' } }, disagree],
    [{ cost: { path: 'args.c' } }, { cost: { path: 'args["c"]', min: 0 } }, 1],
    [{ cost: { path: 'args.c' } }, { cost: { path: 'args.c', min: 1 } }, disagree],
    [{ durable: true }, { on_deny: 'x' }, 1],
    [{ max: 5 }, { counter: 'd', max: 6 }, 2],
  ])('%j and %j', (a, b, expected) => expect(both(a, b)).toBe(expected));

  it('and a shorthand is a budget by itself, also beside a limit of its name', () => {
    expect(demanded({ limits: [limit({ counter: 't', max: 1 })], rate_limit: { max: 2, window: 60 } })).toMatchObject({
      budgets: [{}, {}],
    });
  });
});

it('a policy under its own name is the policy', () => {
  const read = readPolicy('{"version":"1","default":"deny"}', 'json', { name: 'p' });
  if (!read.ok) throw new Error('unreadable');
  expect(compile(read.policy, { name: 'p' })).toBe(read.policy);
  expect(compile(read.policy, { name: 'q' }).name).toBe('q');
});

it('slots are of an entry and a grant', () => {
  const slots = (who: CallContext): unknown => {
    const demand = demanded({ concurrency: 1 }, {}, who);
    return typeof demand === 'string' ? demand : demand.slots[0]?.key;
  };
  expect(slots(context)).toBe(slots({ ...context, server: 'x' }));
  expect(slots(context)).not.toBe(slots({ ...context, grant: { ...grant, id: 'x' } }));
});

describe('a long value', () => {
  const of = (v: string): string => key({ per: ['args.v'] }, { v });
  const long = 'a'.repeat(1_000_000);

  it('makes no long key, and is told apart from every other one', () => {
    const values = [long, `${long}b`, `b${long}`, long.slice(0, 257), long.slice(0, 256), '#'];
    const keys = values.map(of);
    expect(new Set(keys).size).toBe(values.length);
    for (const one of keys) expect(one.length).toBeLessThan(500);
    expect(of(long)).toBe(keys[0]);
    // What a digest is written as is a value like any other.
    const digest = /#[0-9a-f]{64}/.exec(keys[0] ?? '')?.[0] ?? '';
    expect(keys).not.toContain(of(digest));
  });
});

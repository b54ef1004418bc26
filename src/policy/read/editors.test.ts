import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { policySchema, readPolicy } from '../index.ts';

const marksNothing = new Ajv2020({ strict: false, validateFormats: false, logger: false }).compile(policySchema());

const document = (rest: JsonObject): JsonObject => ({ version: '1', default: 'deny', ...rest });
const tool = (rules: JsonObject): JsonObject => document({ tools: { t: rules } });
const limit = (part: JsonObject): JsonObject =>
  tool({ limits: [{ counter: 'c', window: 'minute', max: 1, scope: 'grant', ...part }] });
const rate = (part: JsonObject): JsonObject => tool({ rate_limit: { max: 1, window: 60, ...part } });
const audited = (audit: JsonValue): JsonObject => document({ audit });
const approval = (rules: JsonValue): JsonObject => tool({ approval: rules });
const condition = { path: 'args.x', op: 'eq', value: 1 };
const lengths = (good: boolean): JsonValue[] =>
  good
    ? ['second', 'minute', 'hour', 'day', 'week', 1, 31_622_400, '1s', '15m', '36h', '9d', '2w']
    : [0, -1, 1.5, 31_622_401, '', '0m', 'm', '15', '1y', 'x1m', '1mx', 'months', true, null, ['1m']];

/**
 * What a schema can say, an editor says while a policy is written: it marks what the reader would refuse, and nothing
 * that the reader takes.
 */
it.each<[what: string, made: (value: JsonValue) => JsonObject, good: JsonValue[], bad: JsonValue[]]>([
  ['version', (version) => document({ version }), ['1'], ['2', '', null, []]],
  ['default', (value) => document({ default: value }), ['allow', 'deny'], ['hide', '', true]],
  ['mode', (mode) => document({ mode }), ['enforce', 'observe'], ['off', '', false]],
  ['$schema', ($schema) => document({ $schema }), ['', 'x'.repeat(2_000)], ['x'.repeat(2_001), 1]],
  ['description', (description) => document({ description }), ['💡'.repeat(2_000)], ['x'.repeat(2_001), 1]],
  [
    'hide',
    (hide) => document({ hide }),
    [[], ['a*', '*', 'A-Z_0.9']],
    ['a', [1], [''], ['a b'], ['é'], ['a/'], ['/a']],
  ],
  ['a tool', (name) => document({ tools: { [name as string]: {} } }), ['a', '*', 'a.b-c_*'], ['', ' a', 'a ', 'ä']],
  ['a prompt', (name) => document({ prompts: { [name as string]: {} } }), ['a', 'a*'], ['', ' a', 'a ']],
  ['a resource', (uri) => document({ resources: { [uri as string]: {} } }), ['x:a', 'x:*'], ['']],
  ['tools', (tools) => document({ tools }), [{}], [[], null, { a: 1 }, { a: null }]],
  ['resources', (resources) => document({ resources }), [{}], [[], { 'x:a': 1 }]],
  ['prompts', (prompts) => document({ prompts }), [{}], [[], { a: 1 }]],
  ['all_tools', (rules) => document({ all_tools: rules }), [{}, { concurrency: 1 }], [[], { action: 'deny' }]],
  ['timezone', (timezone) => document({ timezone }), ['Europe/Berlin'], [1, null]],
  ['sampling', (sampling) => document({ server_requests: { sampling } }), ['allow', 'deny'], ['all', true]],
  ['roots', (roots) => document({ server_requests: { roots } }), ['allow', 'deny'], ['all', true]],
  ['elicitation', (elicitation) => document({ server_requests: { elicitation } }), ['deny', 'form', 'all'], ['allow']],
  ['server_requests', (asked) => document({ server_requests: asked }), [{}], [[], { tools: 'deny' }]],
  ['audit', audited, [{}, { arguments: 'keys' }, { arguments: 'paths', paths: ['args.a[*]'] }], [[], { path: [] }]],
  [
    'audit paths',
    (paths) => audited({ arguments: 'paths', paths }),
    [['args', 'args.a']],
    [[], ['xargs'], [1], 'args'],
  ],
  ['an action', (action) => tool({ action }), ['allow', 'deny', 'hide', 'require_approval'], ['ask', '', true]],
  [
    'what is done with a prompt',
    (action) => document({ prompts: { p: { action } } }),
    ['allow', 'deny', 'hide'],
    ['ask'],
  ],
  [
    'what is done with a resource',
    (action) => document({ resources: { 'x:a': { action } } }),
    ['allow', 'deny', 'hide'],
    ['require_approval'],
  ],
  ['a reason', (reason) => tool({ action: 'deny', reason }), ['', '💡'.repeat(500)], ['x'.repeat(501), 1]],
  [
    'arguments',
    (schema) => tool({ arguments: schema }),
    [{ type: 'object' }],
    [1, { type: 'text' }, { minLength: -1 }],
  ],
  ['concurrency', (concurrency) => tool({ concurrency }), [1, 2 ** 53 - 1], [0, 1.5, '1']],
  ['approval', approval, [{}], [[], { approver: {} }]],
  ['a timeout', (timeout) => approval({ timeout }), lengths(true), lengths(false)],
  ['hold', (hold) => approval({ hold }), lengths(true), lengths(false)],
  ['groups', (groups) => approval({ approvers: { groups } }), [['a'], ['']], [[], 'a', [1]]],
  ['a count', (count) => approval({ approvers: { count } }), [1, 9], [0, -1, 1.5, '1']],
  ['require', (require) => tool({ require }), [[], [condition], [{ conditions: [condition] }]], [condition, [1]]],
  ['its entries', (entry) => tool({ require: [entry] }), [{ not: condition }], [{ on_deny: 'x' }, { conditions: [] }]],
  ['deny_if', (entries) => tool({ deny_if: entries }), [[], [{ conditions: [] }]], [{}, [{}], [condition]]],
  ['on_deny', (text) => tool({ deny_if: [{ conditions: [], on_deny: text }] }), ['no'], ['x'.repeat(501), 1]],
  ['approve_if', (entries) => tool({ approve_if: entries }), [[], [{ conditions: [] }]], [{}, [{}], [condition]]],
  [
    'what is beside its conditions',
    (beside) => tool({ approve_if: [{ conditions: [], ...(beside as JsonObject) }] }),
    [{ reason: 'x', timeout: '5m', approvers: { count: 2 } }],
    [{ on_deny: 'x' }, { reason: 1 }, { timeout: '' }, { approvers: 2 }],
  ],
  [
    'conditions',
    (one) => tool({ deny_if: [{ conditions: [one] }] }),
    [
      condition,
      { all: [condition] },
      { any: [condition, { not: condition }] },
      { each: 'args.l', all: [{ path: 'item', op: 'exists' }] },
    ],
    [
      { all: [] },
      { any: condition },
      { path: 'args.x', op: 'eq' },
      { ...condition, on_deny: 'x' },
      { path: 'args.x' },
      { op: 'eq', value: 1 },
      { ...condition, path: 'argument.x' },
      { ...condition, path: 1 },
      {},
      { each: 'args.l' },
      { each: 'list', all: [condition] },
      { all: [condition, {}] },
      { any: [1] },
      { not: [condition] },
      { not: 1 },
    ],
  ],
  ['limits', (limits) => tool({ limits }), [[]], [{}, [1], [{}]]],
  [
    'a counter',
    (counter) => limit({ counter }),
    ['a', ' ~'.repeat(64)],
    ['', '~'.repeat(129), 'éa', 'aé', '\u007f', 1],
  ],
  ['a window', (window) => limit({ window }), lengths(true), lengths(false)],
  ['max', (max) => limit({ max }), [0.5, 1e-6, 9_007_199_254.740_992], [0, -1, 9_007_199_255, '1']],
  ['a scope', (scope) => limit({ scope }), ['grant', 'session', 'user', 'server', 'organization'], ['team', '']],
  [
    'per',
    (per) => limit({ per }),
    [['args'], ['args.a', 'args.b', 'args.c', 'args.d']],
    [[], ['xargs'], [1], 'args.a'],
  ],
  ['five of per', (per) => limit({ per }), [], [['args.a', 'args.b', 'args.c', 'args.d', 'args.e']]],
  [
    'what of an argument counts',
    (one) => limit({ per: [one] }),
    ['host', 'path', 'lower'].map((as) => ({ path: 'args.a', as })),
    [{ path: 'args.a' }, { as: 'host' }, { path: 'args.a', as: 'upper' }, { path: 'args.a', as: 'host', of: 1 }],
  ],
  [
    'a cost',
    (cost) => limit({ cost }),
    [0, 1.5, { path: 'args.c' }, { path: 'args.c', min: 0 }],
    [-1, 9_007_199_255, {}, { min: 1 }, { path: 'grant.label' }, { path: 'args.c', min: -1 }, [1], '1'],
  ],
  ['align', (align) => limit({ align }), ['calendar'], ['sliding', true]],
  ['durable', (durable) => limit({ durable }), [true, false], ['true', 1, null]],
  ['what a limit says', (text) => limit({ on_deny: text }), ['no'], ['x'.repeat(501), 1]],
  ['rate_limit', (rule) => tool({ rate_limit: rule }), [{ max: 1, window: 60 }], [{ max: 1 }, { window: 1 }, '1/s']],
  ['its window', (window) => rate({ window }), lengths(true), lengths(false)],
  ['its scope', (scope) => rate({ scope }), ['grant', 'session', 'user', 'server', 'organization'], ['all', '']],
  ['what limits of a prompt', (limits) => document({ prompts: { p: { limits } } }), [[]], [{}, [1]]],
])('%s: an editor marks what the reader refuses', (_, made, good, bad) => {
  const says = (value: JsonValue): [boolean, boolean] => {
    const written = made(value);
    return [marksNothing(written), readPolicy(JSON.stringify(written), 'json').ok];
  };
  for (const value of good) expect(says(value), JSON.stringify(value)).toEqual([true, true]);
  for (const value of bad) expect(says(value), JSON.stringify(value)).toEqual([false, false]);
});

import type { JsonObject } from '../../../src/protocol/index.ts';
import { call, type Group, type SequenceRow, tool } from './case.ts';

const limit = (rest: JsonObject = {}): JsonObject => ({
  counter: 'c',
  window: 'minute',
  max: 1,
  scope: 'grant',
  ...rest,
});
const limits = (...list: readonly JsonObject[]): JsonObject => tool({ limits: list });
const full = 'deny rate_limited /tools/t/limits/0';
const grant = (name: string, rest: JsonObject = {}): JsonObject => call({}, { grant: name, ...rest });
const x = (value: string | number | boolean): JsonObject => call({ x: value });

/** Section 4, and what section 7 says of limits: calls on the same budgets, with the seconds since the first. */
export const sequences: readonly Group<SequenceRow>[] = [
  {
    says: 'in no interval as long as the window does the amount admitted exceed max; at most a sixtieth longer',
    rows: [
      {
        document: limits(limit({ max: 2 })),
        calls: [
          [0, call(), 'allow'],
          [30, call(), 'allow'],
          [59.9, call(), full],
          [61.1, call(), 'allow'],
          [61.2, call(), full],
          [91.1, call(), 'allow'],
        ],
      },
      {
        document: limits(limit({ window: 2 })),
        calls: [
          [0, call(), 'allow'],
          [1.999, call(), full],
          [2.05, call(), 'allow'],
        ],
      },
      {
        document: limits(limit({ window: '15m' })),
        calls: [
          [0, call(), 'allow'],
          [899, call(), full],
          [916, call(), 'allow'],
        ],
      },
      {
        document: limits(limit({ window: 'second' })),
        calls: [
          [0, call(), 'allow'],
          [0.999, call(), full],
          [1.02, call(), 'allow'],
        ],
      },
      {
        document: limits(limit({ window: 'week' })),
        calls: [
          [0, call(), 'allow'],
          [604_799, call(), full],
          [615_000, call(), 'allow'],
        ],
      },
    ],
  },
  {
    says: 'no burst at a boundary; align calendar resets at the UTC boundary and waives the guarantee',
    rows: [
      {
        document: limits(limit({ align: 'calendar' })),
        calls: [
          [59, call(), 'allow'],
          [59.5, call(), full],
          [60, call(), 'allow'],
        ],
      },
      {
        document: limits(limit({ window: 'day', align: 'calendar' })),
        calls: [
          [86_399, call(), 'allow'],
          [86_400, call(), 'allow'],
          [86_401, call(), full],
        ],
      },
      {
        // 2026-01-01 is a Thursday: the next Monday begins four days later.
        document: limits(limit({ window: 'week', align: 'calendar' })),
        calls: [
          [345_599, call(), 'allow'],
          [345_600, call(), 'allow'],
          [950_399, call(), full],
          [950_400, call(), 'allow'],
        ],
      },
      {
        document: limits(limit()),
        calls: [
          [59, call(), 'allow'],
          [61, call(), full],
        ],
      },
    ],
  },
  {
    says: 'a call takes each budget once, however many entries name it; a glob entry is one budget for all it matches',
    rows: [
      {
        document: {
          version: '1',
          default: 'deny',
          tools: { t: { limits: [limit({ max: 2 })] }, '*': { limits: [limit({ max: 2 })] } },
        },
        calls: [
          [0, call(), 'allow'],
          [0, { tool: 'u' }, 'allow'],
          [0, call(), full],
          [0, { tool: 'u' }, 'deny rate_limited /tools/*/limits/0'],
        ],
      },
      {
        document: limits(limit({ max: 2 }), limit({ window: 60, max: 2 }), limit({ window: '1m', max: 2 })),
        calls: [
          [0, call(), 'allow'],
          [0, call(), 'allow'],
          [0, call(), full],
        ],
      },
      {
        document: { version: '1', default: 'deny', tools: { 'a*': { rate_limit: { max: 1, window: 60 } } } },
        calls: [
          [0, { tool: 'a1' }, 'allow'],
          [0, { tool: 'a2' }, 'deny rate_limited /tools/a*/rate_limit'],
        ],
      },
    ],
  },
  {
    says: 'rate_limit: shorthand in a namespace of its own; scope grant when absent',
    rows: [
      {
        document: tool({ rate_limit: { max: 1, window: 'minute' } }),
        calls: [
          [0, call(), 'allow'],
          [0, call(), 'deny rate_limited /tools/t/rate_limit'],
          [0, grant('other'), 'allow'],
        ],
      },
      {
        document: tool({ rate_limit: { max: 1, window: 60, scope: 'server' } }),
        calls: [
          [0, grant('a'), 'allow'],
          [0, grant('b'), 'deny rate_limited /tools/t/rate_limit'],
        ],
      },
      {
        document: tool({ rate_limit: { max: 5, window: 60 }, limits: [limit({ counter: 't', max: 1 })] }),
        calls: [
          [0, call(), 'allow'],
          [0, call(), full],
        ],
      },
    ],
  },
  {
    says: 'scope: grant, session, user, server, organization; no session and no user mean the grant; scopes stay apart',
    rows: [
      {
        document: limits(limit()),
        calls: [
          [0, grant('a'), 'allow'],
          [0, grant('b'), 'allow'],
          [0, grant('a', { session: 'x', server: 'y', user: 'z' }), full],
        ],
      },
      {
        document: limits(limit({ scope: 'session' })),
        calls: [
          [0, grant('a', { session: 's' }), 'allow'],
          [0, grant('a', { session: 'r' }), 'allow'],
          [0, grant('a'), 'allow'],
          [0, grant('a'), full],
          [0, grant('b', { session: 's' }), 'allow'],
        ],
      },
      {
        document: limits(limit({ scope: 'user' })),
        calls: [
          [0, grant('a', { user: 'u@x.example' }), 'allow'],
          [0, grant('b', { user: 'u@x.example' }), full],
          [0, grant('a'), 'allow'],
          [0, grant('b'), 'allow'],
          [0, grant('a'), full],
        ],
      },
      {
        document: limits(limit({ scope: 'server' })),
        calls: [
          [0, grant('a', { server: 's' }), 'allow'],
          [0, grant('b', { server: 's' }), full],
          [0, grant('a', { server: 'r' }), 'allow'],
        ],
      },
      {
        document: limits(limit({ scope: 'organization' })),
        calls: [
          [0, grant('a', { server: 's' }), 'allow'],
          [0, grant('b', { server: 'r' }), full],
        ],
      },
      {
        document: limits(limit(), limit({ scope: 'session' })),
        calls: [
          [0, grant('a'), 'allow'],
          [0, grant('b'), 'allow'],
        ],
      },
    ],
  },
  {
    says: 'per: each distinct value counts by itself; values by canonical JSON; `as`',
    rows: [
      {
        document: limits(limit({ per: ['args.x'] })),
        calls: [
          [0, x('a'), 'allow'],
          [0, x('b'), 'allow'],
          [0, x('a'), full],
          [0, x(1), 'allow'],
          [0, x('1'), 'allow'],
          [0, x(true), 'allow'],
          [0, x('true'), 'allow'],
          [0, x(1), full],
        ],
      },
      {
        document: limits(limit({ per: [{ path: 'args.x', as: 'host' }] })),
        calls: [
          [0, x('https://a.example/1'), 'allow'],
          [0, x('http://A.example./2'), full],
          [0, x('a.example'), full],
          [0, x('b.example'), 'allow'],
        ],
      },
      {
        document: limits(limit({ per: [{ path: 'args.x', as: 'path' }] })),
        calls: [
          [0, x('/a/b'), 'allow'],
          [0, x('/a/./b/'), full],
          [0, x('/a./b..'), full],
          [0, x('/a/b.c'), 'allow'],
        ],
      },
      {
        document: limits(limit({ per: [{ path: 'args.x', as: 'lower' }] })),
        calls: [
          [0, x('ABC'), 'allow'],
          [0, x('abc'), full],
          [0, x('ÄB'), 'allow'],
          [0, x('äb'), 'allow'],
        ],
      },
      {
        document: limits(limit({ per: ['args.a', 'args.b'] })),
        calls: [
          [0, call({ a: 'x', b: 'y' }), 'allow'],
          [0, call({ a: 'y', b: 'x' }), 'allow'],
          [0, call({ a: 'x', b: 'y' }), full],
        ],
      },
    ],
  },
  {
    says: 'cost: decimals of at most six places, summed as integers; a zero cost passes a full budget; denied takes nothing',
    rows: [
      {
        document: limits(limit({ max: 0.3, cost: { path: 'args.x' } })),
        calls: [
          [0, x(0.1), 'allow'],
          [0, x(0.1), 'allow'],
          [0, x(0.100001), full],
          [0, x(0.1), 'allow'],
          [0, x(0.000001), full],
          [0, x(0), 'allow'],
        ],
      },
      {
        document: limits(limit({ max: 10, cost: { path: 'args.x', min: 2 } })),
        calls: [
          [0, x(0), 'allow'],
          [0, x(8), 'allow'],
          [0, x(0), full],
        ],
      },
      {
        document: limits(limit({ max: 2, cost: 0 }), limit({ counter: 'd' })),
        calls: [
          [0, call(), 'allow'],
          [0, call(), 'deny rate_limited /tools/t/limits/1'],
        ],
      },
    ],
  },
  {
    says: 'every matching limit is taken, all or none',
    rows: [
      {
        document: {
          version: '1',
          default: 'deny',
          tools: { t: { limits: [limit({ max: 2 }), limit({ counter: 'd' })] }, u: { limits: [limit({ max: 2 })] } },
        },
        calls: [
          [0, call(), 'allow'],
          [0, call(), 'deny rate_limited /tools/t/limits/1'],
          [0, { tool: 'u' }, 'allow'],
          [0, { tool: 'u' }, 'deny rate_limited /tools/u/limits/0'],
        ],
      },
    ],
  },
  {
    says: 'what only waits for a human takes nothing; in observe only calls that enforce would allow or hold take',
    rows: [
      {
        document: tool({ action: 'require_approval', limits: [limit()] }),
        calls: [
          [0, call(), 'hold approval_required /tools/t/action'],
          [0, call(), 'hold approval_required /tools/t/action'],
        ],
      },
      {
        document: { ...tool({ action: 'require_approval', limits: [limit()] }), mode: 'observe' },
        calls: [
          [0, call(), 'would_hold approval_required /tools/t/action'],
          [0, call(), 'would_deny rate_limited /tools/t/limits/0'],
        ],
      },
      {
        document: {
          ...tool({ limits: [limit()], deny_if: [{ conditions: [{ path: 'args.x', op: 'exists' }] }] }),
          mode: 'observe',
        },
        calls: [
          [0, x(1), 'would_deny condition /tools/t/deny_if/0'],
          [0, call(), 'allow'],
          [0, call(), 'would_deny rate_limited /tools/t/limits/0'],
        ],
      },
    ],
  },
  {
    says: 'resources and prompts take limits too, and share budgets by name',
    rows: [
      {
        document: {
          version: '1',
          default: 'deny',
          resources: { 'file:///*': { limits: [limit()] } },
          prompts: { p: { limits: [limit()] } },
          tools: { t: { limits: [limit({ on_deny: 'Enough.' })] } },
        },
        calls: [
          [0, { resource: 'file:///a' }, 'allow'],
          [0, { prompt: 'p' }, 'deny rate_limited /prompts/p/limits/0'],
          [0, call(), 'deny rate_limited /tools/t/limits/0: Enough.'],
        ],
      },
    ],
  },
];

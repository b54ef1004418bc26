import { describe, expect, it } from 'vitest';
import { LineJudge } from '../../src/cli/policy/policy-judge-line.ts';
import type { JsonObject, JsonValue } from '../../src/protocol/index.ts';
import { told, tool } from './sentences/case.ts';

/**
 * Conditions in the four places that read them differently, written from the specification by somebody who had not seen
 * the engine: what becomes of the call under `require`, `deny_if`, `require` of its `not`, and `deny_if` of its `not`.
 * `A` allows, `D` denies.
 */
type Ways = `${'A' | 'D'}${'A' | 'D'}${'A' | 'D'}${'A' | 'D'}`;
type Row = readonly [says: string, condition: JsonValue, args: JsonObject, ways: Ways];

const yes = 'ADDA';
const no = 'DAAD';
/** Present, and nobody can say. */
const unreadable = 'DDDD';
/** Not there, under an operator that `not` makes negative. */
const missing = 'DADD';
/** No element: none for permission, none for refusal. */
const empty = 'DADA';

const eq = (path: string, value: JsonValue): JsonObject => ({ path, op: 'eq', value });
const x = (op: string, value: JsonValue): JsonObject => ({ path: 'args.x', op, value });
const each = (path: string, ...all: readonly JsonValue[]): JsonObject => ({ each: path, all });

const fans: readonly Row[] = [
  ['every and some are one', eq('args.x[*]', 1), { x: [1, 1] }, yes],
  ['some, not every', eq('args.x[*]', 1), { x: [1, 2] }, 'DDDD'],
  ['none', eq('args.x[*]', 1), { x: [2, 3] }, no],
  ['no element', eq('args.x[*]', 1), { x: [] }, empty],
  ['no list', eq('args.x[*]', 1), { x: 1 }, unreadable],
  ['an object', eq('args.x[*]', 1), { x: { 0: 1 } }, unreadable],
  ['nothing', eq('args.x[*]', 1), {}, missing],
  ['an element of another type', eq('args.x[*]', 1), { x: [2, '1'] }, 'DDDD'],
  ['an element null', eq('args.x[*]', 1), { x: [2, null] }, 'DDDD'],
  ['an element without the member', eq('args.x[*].u', 1), { x: [{ u: 2 }, {}] }, 'DADD'],
  ['a scalar among objects', eq('args.x[*].u', 1), { x: [{ u: 2 }, 5] }, 'DDDD'],
  ['a branch without elements', eq('args.x[*].y[*]', 1), { x: [{ y: [1] }, { y: [] }] }, 'DDDA'],
  ['only such a branch', eq('args.x[*].y[*]', 1), { x: [{ y: [] }] }, empty],
  ['a branch that is not there', eq('args.x[*].y[*]', 1), { x: [{ y: [1] }, {}] }, 'DDDD'],
  ['exists, of every element', { path: 'args.x[*].u', op: 'exists' }, { x: [{ u: 1 }, {}] }, 'DDDD'],
  ['exists, below nothing', { path: 'args.x[*].u', op: 'exists' }, {}, no],
  ['not exists, below nothing', { path: 'args.x[*].u', op: 'exists', value: false }, {}, yes],
  ['exists, through a scalar', { path: 'args.x.u', op: 'exists' }, { x: 5 }, no],
  ['type, through a scalar', { path: 'args.x.u', op: 'type', value: 'string' }, { x: 5 }, unreadable],
  ['type null', { path: 'args.x[*]', op: 'type', value: 'null' }, { x: [null, null] }, yes],
];

const both = [eq('item.u', 1), eq('item.w', 2)];
const elements: readonly Row[] = [
  ['one that holds', each('args.x', ...both), { x: [{ u: 1, w: 2 }] }, yes],
  [
    'one of two',
    each('args.x', ...both),
    {
      x: [
        { u: 1, w: 2 },
        { u: 1, w: 3 },
      ],
    },
    'DDDD',
  ],
  [
    'halves in two elements are none',
    each('args.x', ...both),
    {
      x: [
        { u: 1, w: 3 },
        { u: 2, w: 2 },
      ],
    },
    no,
  ],
  ['a half missing', each('args.x', ...both), { x: [{ u: 1 }] }, 'DADD'],
  ['no element', each('args.x', ...both), { x: [] }, empty],
  ['nothing', each('args.x', ...both), {}, missing],
  ['no list', each('args.x', ...both), { x: {} }, unreadable],
  ['no objects', each('args.x', ...both), { x: [5] }, unreadable],
  ['nested', each('args.x', each('item.y', eq('item', 1))), { x: [{ y: [1] }, { y: [1, 1] }] }, yes],
  ['nested, one is not', each('args.x', each('item.y', eq('item', 1))), { x: [{ y: [1] }, { y: [2] }] }, 'DDDD'],
  ['not within', { not: each('args.x', { not: eq('item', 1) }) }, { x: [1, 1] }, yes],
  ['not within, one is not', { not: each('args.x', { not: eq('item', 1) }) }, { x: [1, 2] }, 'DDDD'],
];

const [t, f, u, m] = [eq('args.t', 1), eq('args.t', 2), { path: 'args.t', op: 'regex', value: 'x' }, eq('args.m', 1)];
const kleene: readonly Row[] = [
  ['all of true and unknown', { all: [t, u] }, { t: 1 }, unreadable],
  ['all of false and unknown', { all: [f, u] }, { t: 1 }, no],
  ['any of true and unknown', { any: [t, u] }, { t: 1 }, yes],
  ['any of false and unknown', { any: [f, u] }, { t: 1 }, unreadable],
  ['not of all of false and unknown', { not: { all: [f, u] } }, { t: 1 }, yes],
  ['not of any of true and unknown', { not: { any: [t, u] } }, { t: 1 }, no],
  ['not of what is missing', { not: m }, { t: 1 }, 'DDDA'],
  ['not of not of what is missing', { not: { not: m } }, { t: 1 }, missing],
  ['all of true and missing', { all: [t, m] }, { t: 1 }, 'DADD'],
  ['any of true and missing', { any: [t, m] }, { t: 1 }, yes],
  ['all of false and missing', { all: [f, m] }, { t: 1 }, no],
];

const time = '2026-01-01T00:00:00Z';
const spellings: readonly Row[] = [
  ['an offset', x('lt', time), { x: '2026-01-01T01:00:00+02:00' }, yes],
  ['a fraction of any length', x('lt', time), { x: '2025-12-31T23:59:59.9999999999999Z' }, yes],
  ['a fraction of nothing', x('lt', time), { x: '2026-01-01T00:00:00.000Z' }, no],
  ['a leap second', x('lt', time), { x: '2025-12-31T23:59:60Z' }, unreadable],
  ['a small t', x('lt', time), { x: '2025-12-31t00:00:00Z' }, unreadable],
  ['a day that is none', x('lt', '2026-01-01T00:00:00Z'), { x: '2025-02-29T00:00:00Z' }, unreadable],
  ['hour 24', x('lt', time), { x: '2025-12-31T24:00:00Z' }, unreadable],
  ['a line feed behind', x('lt', time), { x: '2025-12-31T00:00:00Z\n' }, unreadable],
  ['the Kelvin sign', x('eq', 'K'), { x: '\u212a' }, no],
  ['the Kelvin sign, folded by RE2', x('regex', '(?i)k'), { x: '\u212a' }, yes],
  ['digits of other scripts', x('regex', '\\d'), { x: '\u0663' }, no],
  ['an end that is no line feed', x('regex', '^abc$'), { x: 'abc\n' }, no],
  ['alternatives from end to end', x('fullmatch', 'a|ab'), { x: 'ab' }, yes],
  ['code points', x('length_lte', 1), { x: '😀' }, yes],
  ['a glob over line feeds', x('glob', 'a*c'), { x: 'a\nc' }, yes],
  ['the default port of the scheme', x('host_in', ['e.test']), { x: 'http://e.test:80/' }, yes],
  ['that of another', x('host_in', ['e.test']), { x: 'http://e.test:443/' }, unreadable],
  ['a port beside a host that is not listed', x('host_in', ['e.test']), { x: 'https://f.test:8443/' }, no],
  ['a bare host with a port', x('host_in', ['e.test']), { x: 'e.test:443' }, unreadable],
  ['a user that is empty', x('host_in', ['e.test']), { x: 'https://@e.test/' }, unreadable],
  ['one slash', x('host_in', ['e.test']), { x: 'https:/e.test/' }, unreadable],
  ['an address in another spelling', x('host_in', ['192.0.2.1']), { x: 'http://3221225985/' }, unreadable],
  ['an address with zeros', x('host_in', ['[2001:db8::1]']), { x: 'http://[2001:0db8::1]/' }, unreadable],
  ['a mapped address in dots', x('in_cidr', ['10.0.0.0/8']), { x: '::ffff:10.1.2.3' }, yes],
  ['a compatible address', x('in_cidr', ['10.0.0.0/8']), { x: '::10.1.2.3' }, no],
  ['two dots that are no segment', x('path_within', ['/srv']), { x: '/srv/a..b/..c' }, yes],
  ['a segment of a letter and a colon', x('path_within', ['/srv']), { x: '/srv/c:/x' }, unreadable],
  ['a name that begins so', x('path_within', ['/srv']), { x: '/srv/c:x' }, yes],
  ['a percent sign before no digits', x('path_within', ['/srv']), { x: '/srv/%zz' }, yes],
];

const judge = new LineJudge();

describe.each([
  ['[*]', fans],
  ['each', elements],
  ['not, all, any', kleene],
  ['spellings', spellings],
])('%s', (_, rows) => {
  it.each(rows)('%s: %j on %j', (_says, condition, args, ways) => {
    const places: readonly JsonObject[] = [
      { require: [condition] },
      { deny_if: [{ conditions: [condition] }] },
      { require: [{ not: condition }] },
      { deny_if: [{ conditions: [{ not: condition }] }] },
    ];
    const said = places.map((rules) => {
      const line = { policy: tool(rules), call: { tool: 't', arguments: args } };
      const answer = told(judge.answer(Buffer.from(JSON.stringify(line))));
      if (answer === 'allow') return 'A';
      expect(answer).toMatch(/^deny condition \/tools\/t\/(?:require|deny_if)\/0$/);
      return 'D';
    });
    expect(said.join('')).toBe(ways);
  });
});

import { expect, it } from 'vitest';
import type { JsonObject } from '../../protocol/index.ts';
import { type Call, judge, readPolicy, Trace, unclassified } from '../index.ts';

const context = { grant: { id: 'g', label: 'g', tags: new Map() }, server: 's', organization: 'o', now: 0 };

/** What a trace says of one call, line by line; the outcome is the one without a trace. */
function traced(document: JsonObject, call: Call): string[] {
  const read = readPolicy(JSON.stringify({ version: '1', default: 'deny', ...document }), 'json');
  if (!read.ok) throw new Error(read.errors[0]?.message);
  const trace = new Trace();
  expect(judge(read.policy, call, context, trace)).toEqual(judge(read.policy, call, context));
  return trace.lines.map(({ rule, said }) => `${rule} ${said}`);
}

const tool = (args: JsonObject, name = 't'): Call => ({ kind: 'tool', name, arguments: args, facts: unclassified });
const document: JsonObject = {
  all_tools: { deny_if: [{ conditions: [{ path: 'args.bad', op: 'exists' }] }] },
  tools: {
    t: {
      require: [{ path: 'args.n', op: 'lt', value: 5 }],
      arguments: { required: ['n'] },
      limits: [{ counter: 'c', window: 'minute', max: 2.5, scope: 'grant', cost: { path: 'args.cost', min: 0.5 } }],
      approve_if: [{ conditions: [{ path: 'args.l[*]', op: 'eq', value: 1 }] }],
    },
    'x*': { arguments: { required: ['n'] } },
    y: { require: [{ path: 'args.s', op: 'regex', value: '[a-c]{1,900}' }] },
    z: { arguments: { allOf: [{ $ref: '#' }] } },
  },
  resources: { 'file:///*': { limits: [{ counter: 'r', window: 60, max: 1, scope: 'grant' }] }, 'file:///a': {} },
};

it('tells what every entry and every condition said, in the order of judgement, up to what decided', () => {
  expect(traced(document, tool({ n: 1, cost: 1.5, l: [1, 2] }))).toEqual([
    '/tools/t applies to this call',
    '/all_tools applies to this call',
    '/tools/t/require/0 args["n"] lt: true',
    '/tools/t/require/0 holds',
    '/tools/t/arguments accepts the arguments',
    '/all_tools/deny_if/0/conditions/0 args["bad"] exists: false',
    '/all_tools/deny_if/0 does not hold',
    '/tools/t/limits/0 takes 1.5 of 2.5',
    '/tools/t/approve_if/0/conditions/0 args["l"][*] eq: true',
    '/tools/t/approve_if/0 holds',
  ]);
  expect(traced(document, tool({ n: '1' })).slice(2)).toEqual([
    '/tools/t/require/0 args["n"] lt: unknown (this string is not one that the operator reads)',
    '/tools/t/require/0 does not hold',
  ]);
  expect(traced(document, tool({ n: 1 })).at(-1)).toBe('/tools/t/limits/0 cannot be taken');
  expect(traced(document, tool({}, 'x1')).at(-1)).toBe('/tools/x*/arguments does not accept the arguments');
});

it.each<[JsonObject, string, JsonObject, string]>([
  [{}, 'args.n', { op: 'lt', value: 5 }, 'it is missing'],
  [{ n: null }, 'args.n', { op: 'lt', value: 5 }, 'it is null'],
  [{ n: 1 }, 'args.n.x', { op: 'lt', value: 5 }, 'its path leads through what has no such part'],
  [{ n: [1] }, 'args.n', { op: 'lt', value: 5 }, 'this list is not one that the operator reads'],
  [
    { n: 'a/%2e%2e/b' },
    'args.n',
    { op: 'path_within', value: ['/a'] },
    'this string is not one that the operator reads',
  ],
  [
    { n: 'no url' },
    'args.n',
    { op: 'host_in', value: ['a.example'] },
    'this string is not one that the operator reads',
  ],
])('tells why of %j nothing can be said of %s', (args, path, condition, why) => {
  const lines = traced({ tools: { t: { require: [{ path, ...condition }] } } }, tool(args));
  expect(lines[1]).toContain(`: unknown (${why})`);
});

it('tells of many at once that nothing can be said', () => {
  const require = [{ path: 'args.l[*]', op: 'lt', value: 5 }];
  expect(traced({ tools: { t: { require } } }, tool({ l: [1, 'x'] }))[1]).toMatch(/ lt: unknown$/);
});

it('tells at which rule a judgement ran out of steps', () => {
  expect(traced(document, tool({}, 'z')).at(-1)).toBe('/tools/z/arguments cannot be judged');
});

it('tells of resources, too', () => {
  expect(traced(document, { kind: 'resource', uri: 'file:///a' })).toEqual([
    '/resources/file:~1~1~1a applies to this call',
    '/resources/file:~1~1~1* applies to this call',
    '/resources/file:~1~1~1*/limits/0 takes 1 of 1',
  ]);
});

it('refuses a call of an unknown kind', () => {
  const read = readPolicy('{"version":"1","default":"allow"}', 'json');
  if (!read.ok) throw new Error('unreadable');
  const call = { kind: 'sampling' } as unknown as Call;
  expect(judge(read.policy, call, context)).toMatchObject({ verdict: 'refuse', code: 'policy_error', rule: '' });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditValues, readPolicy, unclassified } from '../../policy/index.ts';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { NotKept } from '../calls/not-kept.ts';
import { partialArguments } from '../calls/partial-arguments.ts';
import type { RecordedCall, RecordedEnd } from '../calls/recorded-call.ts';
import { lint } from '../lint/lint.ts';
import { Simulation } from '../replay/simulation.ts';
import { directoriesOf } from './directories.ts';
import { niceAbove } from './nice-number.ts';
import { strictnesses } from './strictness.ts';
import { suggest } from './suggest.ts';
import { valueRule } from './value-rule.ts';
import { verbPrefix } from './verbs.ts';

const allowed: RecordedEnd = { outcome: 'allow', code: null, rule: null };
const denied: RecordedEnd = { outcome: 'deny', code: 'denied', rule: null };

/** A call of which the record holds names, and the values of `paths` if any are given; all of it where none are. */
function call(
  name: string,
  args: JsonObject,
  now: number,
  more: { paths?: readonly string[]; was?: RecordedEnd } = {},
): RecordedCall {
  const notKept = new NotKept();
  const { paths, was = allowed } = more;
  const kept = paths === undefined ? args : partialArguments(Object.keys(args), valuesAt(paths, args), notKept);
  return {
    kind: 'call',
    call: { kind: 'tool', name, arguments: kept, facts: unclassified },
    context: { grant: { id: 'g', label: 'g', tags: new Map() }, server: 's', organization: 'o', now },
    notKept,
    was,
    ms: 10,
    givenBack: false,
    source: 'r',
  };
}

function valuesAt(paths: readonly string[], args: JsonObject): ReadonlyMap<string, JsonValue> {
  const read = readPolicy(
    JSON.stringify({ version: '1', default: 'deny', audit: { arguments: 'paths', paths } }),
    'json',
  );
  return read.ok ? auditValues(read.policy, args) : new Map();
}

function times(count: number, make: (index: number) => RecordedCall): RecordedCall[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

const name = fc.constantFrom(
  'get_a',
  'get_b',
  'get_c',
  'list_x',
  'write_file',
  'delete',
  'gh_get_1',
  'constructor',
  'a.b',
);
const text = fc.constantFrom(
  'open',
  'closed',
  '/srv/a/x',
  '/srv/a/../y',
  '/srv/b',
  '/',
  'https://a.example/x',
  'http://u@h',
  'http://h:1',
  '__proto__',
);
const value: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 5, arbitrary: text },
  fc.constantFrom<JsonValue>(0, -1, 1.5, 7, 1e12, true, null),
  fc.array(fc.integer(), { maxLength: 2 }),
  fc.dictionary(fc.constantFrom('a', 'b'), fc.integer(), { maxKeys: 2 }),
);
const made = fc.record({
  name,
  args: fc.dictionary(fc.constantFrom('path', 'url', 'host', 'n', 'a b', 'constructor'), value, { maxKeys: 3 }),
  paths: fc.option(fc.constantFrom<readonly string[]>(['args.path'], ['args.n', 'args.host'], ['args.path.a']), {
    nil: undefined,
  }),
  after: fc.integer({ min: 0, max: 40_000 }),
  was: fc.constantFrom(allowed, allowed, denied),
});

it('allows every call that it was made from, by what was kept, and is what a linter has no doubt about', () => {
  fc.assert(
    fc.property(
      fc.array(made, { maxLength: 40 }),
      fc.constantFrom('strict', 'normal', 'loose'),
      (story, strictness) => {
        let now = 0;
        const calls = story.map((of) => {
          now += of.after;
          return call(of.name, of.args as JsonObject, now, {
            was: of.was,
            ...(of.paths !== undefined && { paths: of.paths }),
          });
        });
        const suggestion = suggest(calls, strictness as 'strict');
        const through = calls.filter(({ was }) => was.outcome === 'allow');
        expect(suggestion === undefined).toBe(through.length === 0);
        if (suggestion === undefined) return;
        const simulation = new Simulation(suggestion.policy);
        for (const one of through) expect(simulation.next(one)).toEqual({ kind: 'decided', verdict: allowed });
        expect(lint(suggestion.policy)).toEqual([]);
        const read = readPolicy(JSON.stringify(suggestion.document), 'json');
        expect(read.warnings).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

describe('what it says', () => {
  const tools = (calls: RecordedCall[], strictness?: 'strict' | 'loose'): unknown =>
    suggest(calls, strictness)?.document.tools;

  it('closes the list of arguments by their names alone', () => {
    expect(tools(times(2, (now) => call('post', { a: 1, b: 2 }, now, { paths: [] })))).toEqual({
      post: {
        arguments: { properties: { a: true, b: true }, additionalProperties: false },
        rate_limit: { max: 5, window: 'minute' },
      },
    });
  });

  it('makes a glob of three tools that look, and of none that were refused or change something', () => {
    const calls = ['get_a', 'get_b', 'get_c', 'set_a', 'set_b', 'set_c'].map((tool, now) => call(tool, {}, now));
    expect(Object.keys(tools(calls) as object)).toEqual(['get_*', 'set_a', 'set_b', 'set_c']);
    expect(Object.keys(tools(calls, 'loose') as object)).toEqual(['get_*', 'set_*']);
    expect(Object.keys(tools(calls, 'strict') as object)).toHaveLength(6);
    const refused = [...calls, call('get_secret', {}, 9, { was: denied })];
    expect(Object.keys(tools(refused) as object)).not.toContain('get_*');
  });

  it('keeps directories, hosts, few words and ranges where the values were kept', () => {
    const calls = times(12, (index) =>
      call(
        't',
        {
          path: `/srv/docs/${index}.md`,
          url: 'https://a.example/x',
          state: index % 2 ? 'open' : 'closed',
          n: index,
          q: `q${index}`,
        },
        index * 100_000,
      ),
    );
    expect(tools(calls)).toEqual({
      t: {
        require: [
          { path: 'args.path', op: 'path_within', value: ['/srv/docs'] },
          { path: 'args.url', op: 'host_in', value: ['a.example'] },
        ],
        arguments: {
          properties: {
            n: { type: 'integer', minimum: 0, maximum: 30 },
            path: true,
            q: true,
            state: { enum: ['closed', 'open'] },
            url: true,
          },
          additionalProperties: false,
        },
        rate_limit: { max: 5, window: 'minute' },
      },
    });
  });

  it('lets an argument stay away that was not always there', () => {
    const calls = [call('t', { path: '/srv/a/x' }, 0), call('t', {}, 1)];
    expect(tools(calls)).toMatchObject({
      t: {
        require: [
          {
            any: [
              { op: 'exists', value: false },
              { op: 'path_within', value: ['/srv/a'] },
            ],
          },
        ],
      },
    });
  });

  it('leaves room above the peak', () => {
    const calls = times(30, (index) => call('t', {}, index * 1_000));
    expect(tools(calls)).toMatchObject({ t: { rate_limit: { max: 100, window: 'minute' } } });
    expect(tools(calls, 'strict')).toMatchObject({ t: { rate_limit: { max: 38 } } });
  });

  it('tells what more it allows', () => {
    const calls = [
      ...['get_a', 'get_b', 'get_c'].map((tool, now) => call(tool, {}, now)),
      call('post', { body: 'x' }, 9),
    ];
    expect(suggest(calls)?.wider).toEqual([
      'get_*: any tool of that name with any arguments; seen were get_a, get_b, get_c',
      'post: any value of body',
    ]);
  });

  it('tells what more it allows of values that it bounds, and which were not kept', () => {
    const calls = times(12, (index) =>
      call(
        't',
        { path: `/srv/a/${index}`, url: `https://a.example/${index}`, n: 5 + index, s: 'x', q: `q${index}` },
        index * 100_000,
      ),
    );
    const partly = call('u', { path: '/srv/a/x', body: 'y' }, 9, { paths: ['args.path'] });
    expect(suggest([...calls, partly])?.wider).toEqual([
      't: any value of q',
      't: n from 0 to 50; seen were 5 to 16',
      't: any path in /srv/a as path',
      't: anything at a.example as url',
      'u: any value of body: not kept for every call',
      'u: any path in /srv/a as path',
    ]);
  });

  it('bounds as many numbers as a suggestion is made from', () => {
    expect(
      valueRule(
        'n',
        Array.from({ length: 200_000 }, (_, n) => n),
        strictnesses.strict,
      ),
    ).toEqual({
      kind: 'schema',
      schema: { type: 'integer', minimum: 0, maximum: 199_999 },
    });
  });
});

it('covers resources by their place where many were read, and prompts by name', () => {
  const item = (asked: RecordedCall['call'], now: number): RecordedCall => ({ ...call('', {}, now), call: asked });
  const calls = ['file:///srv/a', 'file:///srv/b', 'file:///srv/c', 'https://x.example/1'].map((uri, now) =>
    item({ kind: 'resource', uri }, now),
  );
  const suggestion = suggest([...calls, item({ kind: 'prompt', name: 'p' }, 9)]);
  expect(suggestion?.document).toMatchObject({
    resources: { 'file:///srv/*': {}, 'https://x.example/1': {} },
    prompts: { p: {} },
  });
  expect(suggestion?.wider).toEqual(['file:///srv/*: any resource there']);
});

it.each<[uris: readonly string[], pattern: string]>([
  [[`file:///${'a'.repeat(2_000)}`], `file:///${'a'.repeat(1_015)}*`],
  [[`file:///${'é'.repeat(2_000)}`], `file:///${'é'.repeat(507)}*`],
  [['b', 'c', 'd'].map((name) => `file:///${'a'.repeat(1_015)}/${name}`), `file:///${'a'.repeat(1_015)}*`],
  [['file:///a*b'], 'file:///a*b'],
])('a URI that is longer than a pattern, or has a star of its own, is said to be more (%#)', (uris, pattern) => {
  const calls = uris.map((uri, now): RecordedCall => ({ ...call('', {}, now), call: { kind: 'resource', uri } }));
  const suggestion = suggest(calls);
  expect(suggestion?.document.resources).toEqual({ [pattern]: {} });
  expect(suggestion?.wider).toEqual([`${pattern}: any resource there`]);
});

it.each<[paths: string[], directories: string[] | undefined]>([
  [['/srv/a/x', '/srv/a/y'], ['/srv/a']],
  [['/srv/a/x', '/srv/a/b/y'], ['/srv/a']],
  [
    ['/srv/a/x', '/home/b/y'],
    ['/home/b', '/srv/a'],
  ],
  [['/srv/a/1/x', '/srv/a/2/x', '/srv/a/3/x', '/srv/a/4/x'], ['/srv/a']],
  [['/a/1/x', '/b/1/x', '/c/1/x', '/d/1/x'], undefined],
  [['/x'], ['/x']],
  [['x'], undefined],
  [['//x'], undefined],
])('%j lie in %j', (paths, directories) => {
  expect(directoriesOf(paths)).toEqual(directories);
});

it.each([
  [0, 0],
  [1, 1],
  [4, 5],
  [31, 50],
  [0.3, 0.3],
  [1000, 1000],
])('%d is rounded up to %d', (given, nice) => expect(niceAbove(given)).toBe(nice));

it.each([
  ['get_issue', 'get_'],
  ['github_list_repos', 'github_list_'],
  ['getIssue', undefined],
  ['delete_get_x', undefined],
  ['query_db', undefined],
  ['get', undefined],
])('the verb of %s is %s', (tool, prefix) => expect(verbPrefix(tool, false)).toBe(prefix));

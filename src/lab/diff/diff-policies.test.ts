import { describe, expect, it } from 'vitest';
import { type Policy, readPolicy } from '../../policy/index.ts';
import { diffPolicies, type PolicyDiff } from './diff-policies.ts';

const read = (part: object): Policy => {
  const result = readPolicy(JSON.stringify({ version: '1', default: 'deny', ...part }), 'json', { name: 'policy' });
  if (!result.ok) throw new Error(result.errors[0]?.message);
  return result.policy;
};
const diff = (old: object, now: object): PolicyDiff => diffPolicies(read(old), read(now));
const tool = (rules: object) => ({ tools: { t: rules } });
const require = (...conditions: object[]) => tool({ require: conditions });
const leaf = (op: string, value?: unknown, path = 'args.x') => ({ path, op, ...(value !== undefined && { value }) });

/** What became of `t`, in short. */
function short(found: PolicyDiff): string[] {
  return found.items.flatMap(({ name, changes }) =>
    changes.map((change) => {
      if (change.kind === 'call') return `${name} ${change.became} ${JSON.stringify(change.example)}`;
      if (change.kind === 'listing') return `${name} ${change.shown ? 'shown' : 'gone'}`;
      return `${name} ${change.removed.join('; ')} -> ${change.added.join('; ')}`;
    }),
  );
}

describe('calls', () => {
  it.each<[string, object, object, string[]]>([
    ['a tool is added', {}, tool({}), ['t allowed {"tool":"t"}', 't shown']],
    ['a tool is denied with a reason', {}, tool({ action: 'deny' }), ['t shown']],
    [
      'a bound is raised',
      require(leaf('lte', 10)),
      require(leaf('lte', 20)),
      ['t allowed {"tool":"t","arguments":{"x":20}}'],
    ],
    [
      'a value is added',
      require(leaf('in', ['a'])),
      require(leaf('in', ['a', 'b'])),
      ['t allowed {"tool":"t","arguments":{"x":"b"}}'],
    ],
    [
      'a directory is narrowed',
      require(leaf('path_within', ['/srv'])),
      require(leaf('path_within', ['/srv/project'])),
      ['t refused {"tool":"t","arguments":{"x":"/srv"}}'],
    ],
    [
      'a hint of the server is refused in one type only',
      tool({ deny_if: [{ conditions: [leaf('eq', true, 'tool.annotations.destructiveHint')] }] }),
      tool({
        deny_if: [
          {
            conditions: [
              leaf('type', 'boolean', 'tool.annotations.destructiveHint'),
              leaf('eq', true, 'tool.annotations.destructiveHint'),
            ],
          },
        ],
      }),
      ['t allowed {"tool":"t","facts":{"annotations":{"destructiveHint":"boolean"}}}'],
    ],
    [
      'an argument is closed',
      tool({ arguments: { properties: { a: {} } } }),
      tool({ arguments: { properties: { a: {} }, additionalProperties: false } }),
      ['t refused {"tool":"t","arguments":{"other":"x"}}'],
    ],
    [
      'an approval is added for some',
      tool({}),
      tool({ approve_if: [{ conditions: [leaf('gt', 100)] }] }),
      ['t held {"tool":"t","arguments":{"x":101}}'],
    ],
    [
      'a user is asked for',
      tool({}),
      require(leaf('ends_with', '@acme.com', 'user.email')),
      ['t refused {"tool":"t"}'],
    ],
    [
      'what stands beside a list is asked of each of its elements',
      {},
      require({ each: 'args.x.list', all: [leaf('eq', 1, 'item'), leaf('gt', 5, 'args.x.n')] }),
      ['t allowed {"tool":"t","arguments":{"x":{"list":[1],"n":6}}}', 't shown'],
    ],
    [
      'a call says when it was made where that is asked for, be it an ordinary moment',
      require(leaf('lt', 18, 'time.hour')),
      {},
      ['t refused {"tool":"t","now":"2026-01-05T12:00:00.000Z"}', 't gone'],
    ],
    [
      'a group is let in',
      {},
      require(leaf('contains', 'ops', 'user.groups')),
      ['t allowed {"tool":"t","user":{"groups":["ops"]}}', 't shown'],
    ],
    [
      'hours are widened',
      require(leaf('lt', 17, 'time.hour')),
      require(leaf('lt', 18, 'time.hour')),
      ['t allowed {"tool":"t","now":"2026-01-05T17:00:00.000Z"}'],
    ],
    [
      'every element becomes some element',
      require({ not: leaf('eq', 'x', 'args.x[*]') }),
      tool({ deny_if: [{ conditions: [{ each: 'args.x', all: [leaf('eq', 'x', 'item')] }] }] }),
      ['t allowed {"tool":"t"}'],
    ],
  ])('%s', (_, old, now, expected) => {
    expect(short(diff(old, now))).toEqual(expected);
  });

  it('names classes that only globs stand for, and what no pattern names', () => {
    expect(
      short(diff({ tools: { 'read_*': {} } }, { default: 'allow', tools: { '*_file': { action: 'deny' } } })),
    ).toEqual([
      'other allowed {"tool":"other"}',
      'other shown',
      'x_file shown',
      'read_file refused {"tool":"read_file"}',
      'x:other allowed {"resource":"x:other"}',
      'x:other shown',
      'other allowed {"prompt":"other"}',
      'other shown',
    ]);
  });
});

it.each([
  ['the same', require(leaf('regex', 'a.*b')), require(leaf('regex', 'a.*b'))],
  ['another spelling', require({ not: leaf('in', ['b', 'a']) }), require({ any: [leaf('not_in', ['a', 'b', 'a'])] })],
  [
    'De Morgan',
    require({ not: { any: [leaf('exists'), leaf('eq', 1, 'args.y')] } }),
    require({ not: leaf('exists') }, leaf('neq', 1, 'args.y')),
  ],
  ['by values', require(leaf('lte', 10), leaf('lte', 20)), require(leaf('lte', 10))],
  ['a list of one', require(leaf('eq', 'a')), require(leaf('in', ['a']))],
])('%s is proven the same', (_, old, now) => {
  const found = diff(old, now);
  expect(short(found)).toEqual([]);
  expect(found.proven).toEqual({ widening: true, narrowing: true });
});

/** No call is let through that was refused, and yet more is possible than before. */
describe('wider, with every call judged as before', () => {
  const asks = (approval: object) => tool({ action: 'require_approval', approval });
  const asked = (approval: object, more: object = {}) =>
    tool({ approve_if: [{ conditions: [leaf('gt', 5)] }], approval, ...more });
  it.each<[string, object, object]>([
    ['what was enforced is observed', {}, { mode: 'observe' }],
    ['a server may ask for samples', {}, { server_requests: { sampling: 'allow' } }],
    ['a server may ask for roots', {}, { server_requests: { roots: 'allow' } }],
    [
      'a server may ask by forms',
      { server_requests: { elicitation: 'deny' } },
      { server_requests: { elicitation: 'form' } },
    ],
    [
      'a server may ask by links',
      { server_requests: { elicitation: 'form' } },
      { server_requests: { elicitation: 'all' } },
    ],
    ['one person is enough for two', asks({ approvers: { count: 2 } }), asks({ approvers: { count: 1 } })],
    ['more people may agree', asks({ approvers: { groups: ['a'] } }), asks({ approvers: { groups: ['a', 'b'] } })],
    ['anybody may agree', asks({ approvers: { groups: ['a'] } }), asks({})],
    ['there is more time to agree', asks({ timeout: '5m' }), asks({ timeout: '1h' })],
    [
      'the same of what is asked under a condition',
      asked({ approvers: { count: 2 } }),
      asked({ approvers: { count: 1 } }),
    ],
  ])('%s', (_what, narrow, wide) => {
    const [there, back] = [diff(narrow, wide), diff(wide, narrow)];
    expect([there.widening, back.narrowing]).toEqual([true, true]);
    expect(diff(wide, wide)).toMatchObject({ widening: false, narrowing: false });
    // It is said where, too.
    const said = ({ document, items }: PolicyDiff): number =>
      document.length + items.reduce((sum, { changes }) => sum + changes.length, 0);
    expect([said(there), said(back)]).toEqual([expect.any(Number), said(there)]);
    expect(said(there)).toBeGreaterThan(0);
  });

  it('whoever agrees in place of others is wider either way', () => {
    const [a, b] = ['a', 'b'].map((group) => asks({ approvers: { groups: [group] } })) as [object, object];
    expect([diff(a, b).widening, diff(b, a).widening]).toEqual([true, true]);
  });

  it('but what is recorded, and in which zone hours are told, makes nothing wider', () => {
    const found = diff({}, { audit: { arguments: 'paths', paths: ['args.x'] }, timezone: 'Europe/Berlin' });
    expect(found).toMatchObject({ widening: false, narrowing: false });
    expect(found.document.map(({ pointer }) => pointer)).toEqual(['/audit', '/timezone']);
  });
});

it('a tool of thousands of conditions is not proven, and not fatal', () => {
  const many = (last: number) =>
    require(...Array.from({ length: 2_500 }, (_, index) => leaf('eq', index < 2_499 ? 1 : last, `args.x${index}`)));
  expect(diff(many(1), many(2)).proven).toEqual({ widening: false, narrowing: false });
});

it('says what it could not prove', () => {
  const found = diff(require(leaf('regex', '^a')), require(leaf('regex', '^(?:a)')));
  expect(short(found)).toEqual([]);
  expect(found.proven.widening).toBe(false);
});

describe('limits', () => {
  const limit = { counter: 'c', window: 'minute', max: 10, scope: 'grant' };
  it.each<[string, object, object, boolean, boolean]>([
    ['raised', { limits: [limit] }, { limits: [{ ...limit, max: 20 }] }, true, false],
    ['lowered', { limits: [limit] }, { limits: [{ ...limit, max: 5 }] }, false, true],
    ['removed', { limits: [limit] }, {}, true, false],
    ['added', {}, { limits: [limit] }, false, true],
    ['for longer', { limits: [limit] }, { limits: [{ ...limit, window: 'hour' }] }, false, true],
    ['for the organization', { limits: [limit] }, { limits: [{ ...limit, scope: 'organization' }] }, false, true],
    ['apart by host', { limits: [limit] }, { limits: [{ ...limit, per: ['args.host'] }] }, true, true],
    ['another name', { limits: [limit] }, { limits: [{ ...limit, counter: 'd' }] }, false, false],
    ['fewer at once', { concurrency: 3 }, { concurrency: 2 }, false, true],
  ])('%s', (_, old, now, widening, narrowing) => {
    expect(diff(tool(old), tool(now))).toMatchObject({ widening, narrowing });
  });
});

import { describe, expect, it } from 'vitest';
import { policySchema, readPolicy } from './index.ts';

const errorsOf = (text: string, format: 'json' | 'yaml' = 'json') => {
  const read = readPolicy(text, format);
  return read.ok ? [] : read.errors;
};

/** A document that uses every key of the language. */
const whole = {
  $schema: 'https://example.com/policy.schema.json',
  version: '1',
  description: 'two\nlines',
  mode: 'enforce',
  default: 'deny',
  hide: ['secret_*'],
  all_tools: {
    require: [{ path: 'args', op: 'type', value: 'object' }],
    deny_if: [{ conditions: [{ path: 'tool.annotations.destructiveHint', op: 'eq', value: true }], on_deny: 'no' }],
    approve_if: [{ conditions: [], reason: 'why', timeout: '5m', approvers: { groups: ['a'], count: 1 } }],
    limits: [{ counter: 'all', window: 60, max: 1, scope: 'grant' }],
    concurrency: 3,
  },
  tools: {
    't*': {
      action: 'allow',
      require: [
        { all: [{ any: [{ not: { path: 'args.a', op: 'eq', value: 1 } }] }] },
        { conditions: [{ each: 'args.l', all: [{ path: 'item', op: 'exists' }] }], on_deny: 'no' },
      ],
      arguments: { type: 'object', properties: { a: { type: 'number' } }, additionalProperties: false },
      limits: [
        {
          counter: 'c',
          window: 'day',
          max: 2.5,
          scope: 'organization',
          per: ['args.a', { path: 'args.b', as: 'host' }],
          cost: { path: 'args.c', min: 0.5 },
          align: 'calendar',
          durable: true,
          on_deny: 'no',
        },
      ],
      rate_limit: { max: 1, window: 'minute', scope: 'grant' },
      approval: { timeout: '5m', hold: 10, approvers: { groups: ['a'], count: 2 } },
      concurrency: 1,
    },
  },
  resources: { 'file:///srv/*': { action: 'deny', reason: 'no' } },
  prompts: { 'p*': { limits: [{ counter: 'p', window: 60, max: 1, scope: 'grant' }] } },
  server_requests: { sampling: 'deny', roots: 'allow', elicitation: 'all' },
  approval: { timeout: '1h', hold: '30s', approvers: { count: 1 } },
  audit: { arguments: 'paths', paths: ['args.l[*].a'] },
  timezone: 'Europe/Berlin',
};

/** Every object and list of a document, with the pointer to it, but for what authors name themselves. */
function places(value: unknown, pointer = ''): [pointer: string, value: object][] {
  if (value === null || typeof value !== 'object') return [];
  const inner = Object.entries(value).flatMap(([key, part]) =>
    places(part, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
  return [[pointer, value], ...inner];
}

function leaves(value: unknown, pointer = ''): string[] {
  if (value === null || typeof value !== 'object') return [pointer];
  return Object.entries(value).flatMap(([key, part]) =>
    leaves(part, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

/** A copy with one value replaced. */
function replaced(document: unknown, pointer: string, value: unknown): unknown {
  const copy = structuredClone(document);
  const tokens = pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = tokens.pop() ?? '';
  let at = copy as Record<string, unknown>;
  for (const token of tokens) at = at[token] as Record<string, unknown>;
  at[last] = value;
  return copy;
}

const authorsOwn = /^\/(tools|resources|prompts)$|\/arguments\/properties$/;

describe('a document with every key', () => {
  it('is read from JSON and, the same, from YAML', () => {
    expect(errorsOf(JSON.stringify(whole))).toEqual([]);
    expect(errorsOf(JSON.stringify(whole, null, 2), 'yaml')).toEqual([]);
  });

  const objects = places(whole).filter(([pointer, value]) => !Array.isArray(value) && !authorsOwn.test(pointer));
  it.each(objects.map(([pointer]) => pointer))(
    'knows every key at "%s": an unknown one is an error there',
    (pointer) => {
      const errors = errorsOf(JSON.stringify(replaced(whole, `${pointer}/zzzunknown`, 1)));
      expect(errors.map((error) => error.pointer)).toContain(`${pointer}/zzzunknown`);
    },
  );

  const free = /properties\/a\/type$|\/value$|^\/\$schema$/;
  it.each(leaves(whole).filter((pointer) => !free.test(pointer)))(
    'knows the type at %s: another one is an error there',
    (pointer) => {
      const errors = errorsOf(JSON.stringify(replaced(whole, pointer, [[{}]])));
      expect(errors.some((error) => pointer.startsWith(error.pointer) || error.pointer.startsWith(pointer))).toBe(true);
    },
  );

  it('uses every key that the schema for editors knows', () => {
    const schema = policySchema() as { properties: object };
    expect(Object.keys(schema.properties).toSorted()).toEqual(Object.keys(whole).toSorted());
  });
});

describe('errors say where, what and what was probably meant', () => {
  it.each([
    ['{"version":"1","default":"deny","tolls":{}}', '/tolls', 1, 33, 'tools'],
    ['{"version":"1",\n "default":"dent"}', '/default', 2, 12, 'deny'],
    ['{"version":"1","default":"deny",\n"default":"deny"}', '/default', 2, 1, null],
    ['{"version":"1"}', '', 1, 1, null],
    ['{"version":"1","default":"deny","description":"👍","x":1}', '/x', 1, 51, null],
    [
      '{"version":"1","default":"deny","tools":{"a":{"require":[{"path":"args.x","op":"matches","value":1}]}}}',
      '/tools/a/require/0/op',
      1,
      80,
      'regex',
    ],
    [
      '{"version":"1","default":"deny","tools":{"a":{"require":[{"path":"args.x","op":"type","value":"integer"}]}}}',
      '/tools/a/require/0/value',
      1,
      95,
      'number',
    ],
    ['{"version":"1","default":"deny","tools":{"a b":{}}}', '/tools/a b', 1, 48, null],
    ['{"version":"1","default":"deny","__proto__":{}}', '/__proto__', 1, 33, null],
    ['{"version":"1","default":"deny","__pr\\u006fto__":{}}', '/__proto__', 1, 33, null],
    ['{"version":"1","default":"deny","tools":{"a":{"concurrency":1e400}}}', '/tools/a/concurrency', 1, 61, null],
    ['{"version":"1","default":"deny",}', '', 1, 33, null],
  ])('%s', (text, pointer, line, column, nearest) => {
    expect(errorsOf(text)[0]).toMatchObject({ pointer, line, column, nearest });
  });

  it('adds the lines before a policy that stands in another file', () => {
    const read = readPolicy('{"version":"1",\n"x":1}', 'json', { lineOffset: 10 });
    expect(read).toMatchObject({ ok: false, errors: [{ line: 11 }, { line: 12 }] });
  });

  it('stops at 50', () => {
    const keys = Array.from({ length: 80 }, (_, index) => `"x${index}":1`).join(',');
    expect(errorsOf(`{"version":"1","default":"deny",${keys}}`)).toHaveLength(50);
  });
});

describe('values with which a rule would mean nothing are errors', () => {
  const condition = (op: string, value: unknown) => ({ require: [{ path: 'args.x', op, value }] });
  const limit = (part: object) => ({ limits: [{ counter: 'c', window: 'minute', max: 1, scope: 'grant', ...part }] });
  it.each([
    condition('in', []),
    condition('length_lte', -1),
    condition('length_gte', 0),
    condition('lt', 'abc'),
    condition('starts_with', ''),
    condition('regex', ''),
    condition('regex', '('),
    condition('regex', 'a'.repeat(1025)),
    condition('path_within', ['relative']),
    condition('host_in', ['https://example.com']),
    condition('host_in', ['a.*.com']),
    condition('in_cidr', ['10.0.0.1/8']),
    condition('public_host', false),
    { require: [{ path: 'tool.annotations.readOnlyHint', op: 'eq', value: true }] },
    { require: [{ path: 'tool.severity', op: 'neq', value: 'low' }] },
    { require: [{ path: 'tool.category', op: 'eq', value: 'harmless' }] },
    { require: [{ path: 'args.a[*].b[*].c[*].d[*].e[*]', op: 'exists' }] },
    { require: [{ path: 'clientInfo.name', op: 'exists' }] },
    { require: [{ path: 'item.a', op: 'exists' }] },
    { require: [{ all: [] }] },
    { require: [{ conditions: [] }] },
    { deny_if: [{ on_deny: 'x' }] },
    limit({ max: 0 }),
    limit({ max: 0.0000001 }),
    limit({ window: 0 }),
    limit({ window: '1y' }),
    limit({ align: 'calendar', window: 60 }),
    limit({ align: 'calendar', window: 'second' }),
    limit({ per: [] }),
    limit({ per: ['args.a[*]'] }),
    limit({ per: ['grant.label'] }),
    limit({ counter: '' }),
    { concurrency: 0 },
    { arguments: { type: 'string' } },
    { arguments: { additionalPropertys: false } },
    { arguments: { $ref: 'https://example.com/x' } },
    { arguments: { properties: { a: { format: 'iri' } } } },
    { arguments: { properties: { a: { pattern: '(?=x)' } } } },
  ])('%j', (rules) => {
    expect(errorsOf(JSON.stringify({ version: '1', default: 'deny', tools: { t: rules } }))).not.toEqual([]);
  });

  it('entries of one budget that disagree', () => {
    const limits = [1, 2].map((max) => ({ counter: 'c', window: 'minute', max, scope: 'grant' }));
    const text = JSON.stringify({ version: '1', default: 'deny', tools: { t: { limits } } });
    expect(errorsOf(text)).toMatchObject([{ pointer: '/tools/t/limits/1' }]);
  });
});

describe('YAML', () => {
  const head = 'version: "1"\ndefault: deny\n';
  it.each([
    ['an alias', `${head}tools: {a: &x {}, b: *x}`],
    ['an anchor', `${head}tools: {a: &x {}}`],
    ['a merge key', `${head}tools: {a: {<<: {}}}`],
    ['a tag', `${head}tools: !!map {}`],
    ['a local tag', `${head}description: !secret x`],
    ['a second document', `${head}---\n${head}`],
    ['a directive', `%YAML 1.1\n---\n${head}`],
    ['a byte order mark', `\uFEFF${head}`],
    ['a key that is a number', `${head}tools: {1: {}}`],
    ['a key that is null', `${head}tools: {? : {}}`],
    ['a key that is a list', `${head}tools: {[a]: {}}`],
    ['a duplicate key', `${head}default: allow`],
    ['a tab as indentation', `${head}tools:\n\ta: {}`],
    ['a version that is a number', 'version: 1\ndefault: deny'],
    ['a number that a double does not hold', `${head}tools: {a: {concurrency: 9007199254740993}}`],
    ['infinity', `${head}tools: {a: {concurrency: .inf}}`],
    ['__proto__', `${head}__proto__: {}`],
    ['nesting without end', `${head}tools: ${'['.repeat(5000)}`],
    ['dashes without end', `${head}hide: ${'- '.repeat(5000)}`],
    ['nothing', ''],
  ])('refuses %s', (_, text) => expect(errorsOf(text, 'yaml')).not.toEqual([]));

  it.each(['no', 'NO', 'off', 'yes', 'y', '12:30:45', '1_000'])('reads the plain scalar %s as a text', (word) => {
    expect(errorsOf(`${head}description: ${word}`, 'yaml')).toEqual([]);
  });

  it('reads 010 as ten, as YAML 1.2 does', () => {
    const limit = (max: string) =>
      `${head}tools: {a: {limits: [{counter: c, window: minute, max: ${max}, scope: grant}, {counter: c, window: minute, max: 10, scope: grant}]}}`;
    expect(errorsOf(limit('010'), 'yaml')).toEqual([]);
  });

  it('points at the place', () => {
    expect(errorsOf(`${head}tools:\n  a:\n    actoin: deny\n`, 'yaml')).toMatchObject([
      { pointer: '/tools/a/actoin', line: 5, column: 5, nearest: 'action' },
    ]);
  });
});

it('is told of fifty errors at most, the first ones, and does not read a document of nothing else to its end', () => {
  const members = (unknown: string): string =>
    Array.from({ length: 80_000 }, (_, index) => `"${unknown}${index}":1`).join(',');
  const texts = [
    `{${members('k')}}`,
    `{"version":"1","default":"deny","tools":{"t":{"arguments":{${members('k')}}}}}`,
    `{"version":"1",${'"a":1,'.repeat(100_000)}"default":"deny"}`,
  ];
  const first = texts.map((text) => {
    const read = readPolicy(text, 'json');
    return read.ok ? [] : [read.errors.length, read.errors[0]?.pointer, read.errors[0]?.column];
  });
  expect(first).toEqual([
    [50, '', 1],
    [50, '/tools/t/arguments/k0', 60],
    [50, '/a', 22],
  ]);
});

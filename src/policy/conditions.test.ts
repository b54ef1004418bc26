import { describe, expect, it } from 'vitest';
import { type CallContext, judge, readPolicy, unclassified } from './index.ts';

const context: CallContext = {
  grant: { id: 'g', label: 'g', tags: new Map() },
  server: 's',
  organization: 'o',
  now: 0,
};

/** Whether a condition permits (`require`) and whether it refuses (`deny_if`). */
function says(condition: object, args: object): { readonly permits: boolean; readonly refuses: boolean } {
  const passes = (rules: object): boolean => {
    const read = readPolicy(JSON.stringify({ version: '1', default: 'deny', tools: { t: rules } }), 'json');
    if (!read.ok) throw new Error(read.errors[0]?.message);
    return (
      judge(read.policy, { kind: 'tool', name: 't', arguments: { ...args }, facts: unclassified }, context).verdict ===
      'pass'
    );
  };
  return { permits: passes({ require: [condition] }), refuses: !passes({ deny_if: [{ conditions: [condition] }] }) };
}

const yes = { permits: true, refuses: true };
const no = { permits: false, refuses: false };
const unknown = { permits: false, refuses: true };

/** For every operator: an operand, a value that holds, one that does not, one of a wrong type, one it cannot read. */
const rows: readonly (readonly [
  op: string,
  operand: unknown,
  holds: unknown,
  not: unknown,
  wrong: unknown,
  unreadable?: unknown,
])[] = [
  ['eq', 5, 5, 6, '5'],
  ['in', [5, 6], 6, 7, '6'],
  ['lt', 5, 4, 5, '4'],
  ['lte', 5, 5, 6, '5'],
  ['gt', 5, 6, 5, []],
  ['gte', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00', '2025-12-31T23:59:59.999Z', 5, '2026-01-01T00:00:60Z'],
  ['regex', 'b+', 'abba', 'acca', 5, 'b'.repeat(100_000)],
  ['fullmatch', 'a.c', 'abc', 'abcd', {}],
  ['contains', 'b', 'abc', 'ac', 5],
  ['starts_with', 'ab', 'abc', 'bc', ['ab']],
  ['ends_with', 'bc', 'abc', 'ab', true],
  ['glob', 'a*c*', 'a/c', 'cab', 5],
  ['length_lte', 2, '👍👍', 'abc', 2],
  ['length_gte', 2, ['a', 'b'], 'a', {}],
  ['path_within', ['/srv/data'], '/srv/./data/x/', '/srv/database', 5, '/srv/data/../x'],
  ['host_in', ['*.example.com', 'a.org:8080'], 'https://X.example.com/', 'https://example.com/', 5, 'https://a.org/'],
  ['public_host', true, 'https://example.com', 'http://10.0.0.1/', 5, 'http://127.1/'],
  ['in_cidr', ['10.0.0.0/8', '2001:db8::/32'], '::ffff:10.1.2.3', '11.0.0.1', 5, '10.0.0.01'],
];

describe.each(rows)('%s %j', (op, value, holds, not, wrong) => {
  const condition = { path: 'args.x', op, value };
  it('holds', () => expect(says(condition, { x: holds })).toEqual(yes));
  it('does not hold', () => expect(says(condition, { x: not })).toEqual(no));
  it('cannot judge another type', () => expect(says(condition, { x: wrong })).toEqual(unknown));
  it('cannot judge null for refusal, and takes it for absent for permission', () => {
    expect(says(condition, { x: null })).toEqual(unknown);
  });
  it('takes absence for no, and under not for yes where that refuses', () => {
    expect(says(condition, {})).toEqual(no);
    expect(says({ not: condition }, {})).toEqual(unknown);
  });
  it('turns round under not', () => {
    expect(says({ not: condition }, { x: holds })).toEqual(no);
    expect(says({ not: condition }, { x: not })).toEqual(yes);
    expect(says({ not: condition }, { x: wrong })).toEqual(unknown);
  });
  it('cannot judge what lies behind a scalar', () =>
    expect(says({ ...condition, path: 'args.x.y' }, { x: 1 })).toEqual(unknown));
});

describe('unreadable values', () => {
  it.each(rows.filter((row) => row.length === 6))('%s %j', (op, value, _holds, _not, _wrong, x) => {
    const condition = { path: 'args.x', op, value };
    expect(says(condition, { x })).toEqual(unknown);
    expect(says({ not: condition }, { x })).toEqual(unknown);
  });
});

describe('exists and type judge everything', () => {
  it.each([
    [{ path: 'args.x', op: 'exists' }, { x: 0 }, yes],
    [{ path: 'args.x', op: 'exists' }, { x: null }, no],
    [{ path: 'args.x', op: 'exists', value: false }, { x: null }, yes],
    [{ path: 'args.x.y', op: 'exists', value: false }, { x: 1 }, yes],
    [{ not: { path: 'args.x', op: 'exists' } }, {}, yes],
    [{ path: 'args.x', op: 'type', value: 'null' }, { x: null }, yes],
    [{ path: 'args.x', op: 'type', value: 'array' }, { x: [] }, yes],
    [{ path: 'args.x', op: 'type', value: 'number' }, { x: '1' }, no],
    [{ path: 'args.x', op: 'eq', value: null }, { x: 5 }, no],
    [{ path: 'args.x', op: 'in', value: [null, 1] }, { x: null }, yes],
    [{ path: 'args.x', op: 'neq', value: 1 }, {}, unknown],
    [{ path: 'args.x', op: 'not_in', value: [1] }, { x: 2 }, yes],
  ])('%j on %j', (condition, args, expected) => expect(says(condition, args)).toEqual(expected));
});

describe('[*] and each', () => {
  const big = { path: 'args.l[*].n', op: 'gt', value: 5 };
  const each = { each: 'args.l', all: [{ path: 'item.n', op: 'gt', value: 5 }] };
  it.each([
    [{ l: [{ n: 6 }, { n: 7 }] }, yes],
    [{ l: [{ n: 6 }, { n: 1 }] }, unknown],
    [{ l: [{ n: 1 }] }, no],
    [{ l: [] }, no],
    [{}, no],
    [{ l: 5 }, unknown],
    [{ l: null }, unknown],
    [{ l: [{ n: 1 }, {}] }, no],
    [{ l: [{ n: 1 }, { n: 'x' }] }, unknown],
  ])('%j', (args, expected) => {
    expect(says(big, args)).toEqual(expected);
    expect(says(each, args)).toEqual(expected);
  });
  it('speaks of one element where [*] speaks of any', () => {
    const args = {
      l: [
        { a: 1, b: 2 },
        { a: 2, b: 1 },
      ],
    };
    const all = [
      { path: 'item.a', op: 'eq', value: 1 },
      { path: 'item.b', op: 'eq', value: 1 },
    ];
    expect(says({ each: 'args.l', all }, args).refuses).toBe(false);
    expect(
      says({ all: all.map((leaf) => ({ ...leaf, path: leaf.path.replace('item', 'args.l[*]') })) }, args).refuses,
    ).toBe(true);
  });
  it('wants an element on every branch for permission', () => {
    const condition = { path: 'args.l[*].m[*]', op: 'eq', value: 1 };
    expect(says(condition, { l: [{ m: [1] }, { m: [] }] })).toEqual(unknown);
  });
});

describe('lists that are none, under not', () => {
  it.each([
    [{ not: { each: 'args.l', all: [{ path: 'item', op: 'eq', value: 1 }] } }, {}, unknown],
    [{ not: { each: 'args.l', all: [{ path: 'item', op: 'eq', value: 1 }] } }, { l: [2] }, yes],
    [{ not: { each: 'args.l', all: [{ path: 'item', op: 'eq', value: 1 }] } }, { l: [] }, no],
    [{ not: { each: 'args.l', all: [{ path: 'item', op: 'eq', value: 1 }] } }, { l: 5 }, unknown],
    [{ each: 'args.l', path: 'item.a', op: 'eq', value: 1 }, { l: [{ a: 1 }] }, yes],
    [{ each: 'args.l', any: [{ path: 'item', op: 'eq', value: 1 }] }, { l: [1, 1] }, yes],
    [{ each: 'args.l', not: { path: 'item', op: 'eq', value: 1 } }, { l: [2] }, yes],
    [{ each: 'args.l[*].m', path: 'item', op: 'eq', value: 1 }, { l: [{ m: [1] }, {}] }, unknown],
    [{ path: 'args.l[1]', op: 'eq', value: 1 }, { l: [0, 1] }, yes],
    [{ path: 'args.l[2]', op: 'eq', value: 1 }, { l: [0, 1] }, no],
    [{ path: 'args.l[0]', op: 'eq', value: 1 }, { l: { 0: 1 } }, unknown],
    [{ path: 'args.l.a', op: 'eq', value: 1 }, { l: [1] }, unknown],
    [{ path: 'args["a.b"]["c]"]', op: 'eq', value: 1 }, { 'a.b': { 'c]': 1 } }, yes],
    [{ each: 'args.l', path: 'item', op: 'exists' }, { l: 5 }, unknown],
    [{ not: { each: 'args.l', path: 'item', op: 'exists', value: false } }, {}, unknown],
    [{ path: 'args.x.y', op: 'type', value: 'string' }, { x: 1 }, unknown],
    [{ path: 'args.x.y', op: 'neq', value: null }, { x: 1 }, unknown],
    [{ path: 'user.groups[*]', op: 'eq', value: 'a' }, {}, no],
    [{ path: 'user.groups', op: 'contains', value: 'a' }, {}, no],
    [{ path: 'user.email', op: 'ends_with', value: '@a' }, {}, no],
    [{ path: 'session.id', op: 'exists' }, {}, no],
    [{ path: 'grant.tags.none', op: 'exists' }, {}, no],
    [{ path: 'grant.label', op: 'eq', value: 'g' }, {}, yes],
    [{ path: 'server.slug', op: 'eq', value: 's' }, {}, yes],
    [{ path: 'tool.name', op: 'eq', value: 't' }, {}, yes],
    [{ path: 'tool.category', op: 'exists' }, {}, yes],
    [{ path: 'tool.category', op: 'eq', value: 'write' }, {}, yes],
    [{ path: 'tool.severity', op: 'in', value: ['high'] }, {}, yes],
    [{ path: 'time.hour', op: 'eq', value: 0 }, {}, yes],
    [{ path: 'time.weekday', op: 'eq', value: 'thu' }, {}, yes],
    [{ path: 'time.iso', op: 'lte', value: '1970-01-01T00:00:00Z' }, {}, yes],
  ])('%j on %j', (condition, args, expected) => expect(says(condition, args)).toEqual(expected));
});

describe('lengths count code points, and never look further than they must', () => {
  it.each([
    ['length_lte', 3, '💡💡💡', yes],
    ['length_lte', 3, '💡💡💡💡', no],
    ['length_lte', 3, 'ab', yes],
    ['length_lte', 3, 'abc', yes],
    ['length_lte', 3, 'abcd', no],
    ['length_lte', 3, 'abcdefg', no],
    ['length_lte', 0, '', yes],
    ['length_lte', 3, '\ud83d\ud83d\ud83d', yes],
    ['length_lte', 3, '\ud83da💡b', no],
    ['length_lte', 3, '\udca1\ud83d\ue000', yes],
    ['length_gte', 3, '💡💡', no],
    ['length_gte', 3, '💡💡💡', yes],
    ['length_gte', 3, 'abcdefgh', yes],
    ['length_gte', 3, [1, 2, 3], yes],
    ['length_lte', 2, [1, 2, 3], no],
  ])('%s %i on %j', (op, value, x, expected) => expect(says({ path: 'args.x', op, value }, { x })).toEqual(expected));
});

describe('deep equality', () => {
  it.each([
    [{ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, yes],
    [{ a: 1 }, { a: 1, b: 2 }, no],
    [{ a: 1, b: 2 }, { a: 1 }, no],
    [{ a: 1 }, { b: 1 }, no],
    [{ a: null }, { b: null }, no],
    [{ a: 1 }, { a: '1' }, no],
    [[1, 2], [1, 2], yes],
    [[1, 2], [2, 1], no],
    [[1, 2], [1], no],
    [[1], [1, 2], no],
    [[], [], yes],
    [{}, {}, yes],
    [[{}], [[]], no],
    [[[]], [{}], no],
    [{ a: {} }, { a: [] }, no],
    [{ a: [] }, { a: {} }, no],
    [[null], [0], no],
    [[0], [-0], yes],
    [{}, [], unknown],
  ])('%j and %j', (value, x, expected) => {
    expect(says({ path: 'args.x', op: 'eq', value }, { x })).toEqual(expected);
    expect(says({ path: 'args.x', op: 'in', value: [value] }, { x })).toEqual(expected);
    if (expected !== unknown) expect(says({ path: 'args.l', op: 'contains', value }, { l: [x] })).toEqual(expected);
  });
});

describe('regular expressions', () => {
  it.each([
    ['^ok$', 'ok\nevil', no],
    ['^ok$', 'ok\n', no],
    ['^ok$', 'ok\r', no],
    ['^ok$', 'ok\u2028', no],
    ['^ok$', 'ok', yes],
    ['(?i)^OK$', 'ok', yes],
    ['a|b', 'xbx', yes],
  ])('%j on %j', (value, x, expected) => expect(says({ path: 'args.x', op: 'regex', value }, { x })).toEqual(expected));

  it('refuses programs over the cap, and so the known killer', () => {
    const value = '([a-z]{1,50}){1,20}[0-9]';
    expect(() => says({ path: 'args.x', op: 'regex', value }, {})).toThrow('2000 instructions');
  });
});

describe('directories', () => {
  const inList = { path: 'args.x', op: 'path_within', value: ['/srv/a/b', '/srv/a/c/', '/srv/d', '/home'] };
  it.each([
    ['/srv/a/b', yes],
    ['/srv/a/b/x', yes],
    ['/srv/a/c', yes],
    ['/srv/a', no],
    ['/srv/a/x', no],
    ['/srv', no],
    ['/', no],
    ['/srv/d/e/f', yes],
    ['/srv/e', no],
    ['/home/./x/', yes],
    ['/homes', no],
    [`/home/${'a'.repeat(65_530)}`, yes],
    [`/home/${'a'.repeat(65_531)}`, unknown],
    ['/srv/d/e..', yes],
    ['/srv/d/...', yes],
    ['/srv/d./e', unknown],
    ['/.../srv../d', unknown],
    ['/srv/e.', no],
  ])('path_within on %j', (x, expected) => expect(says(inList, { x })).toEqual(expected));

  it.each([
    ['/srv/a./b', yes],
    ['/srv/a', unknown],
    ['/srv/a../b', unknown],
    ['/srv/b', no],
  ])('that are written with a dot at their end: %j', (x, expected) =>
    expect(says({ path: 'args.x', op: 'path_within', value: ['/srv/a.', '/home'] }, { x })).toEqual(expected),
  );
});

describe('address ranges', () => {
  const inList = {
    path: 'args.x',
    op: 'in_cidr',
    value: ['10.0.0.0/9', '192.168.1.1', '2001:db8::/33', '::ffff:1.2.3.0/120', '::fffe:0:0/95'],
  };
  it.each([
    ['10.127.255.255', yes],
    ['10.128.0.0', no],
    ['192.168.1.1', yes],
    ['192.168.1.0', no],
    ['1.2.3.255', yes],
    ['::ffff:1.2.3.4', yes],
    ['1.2.4.0', no],
    ['2001:db8:7fff:ffff::', yes],
    ['2001:db8:8000::', no],
    ['::fffe:1.2.3.4', yes],
    ['::fffd:1.2.3.4', no],
    ['10.0.0.1/32', unknown],
  ])('in_cidr on %j', (x, expected) => expect(says(inList, { x })).toEqual(expected));
});

describe('hosts', () => {
  const inList = { path: 'args.x', op: 'host_in', value: ['example.com', '*.x.org', 'h.net:8443'] };
  it.each([
    ['https://example.com/a?b#c', yes],
    ['https://EXAMPLE.com./', yes],
    ['https://example.com:443/', yes],
    ['https://example.com:0443/', unknown],
    ['https://example.com:444/', unknown],
    ['https://user@example.com/', unknown],
    ['https://example.com@evil.com/', unknown],
    ['https:\\\\example.com/', unknown],
    ['https:///example.com/', unknown],
    ['ftp://example.com/', unknown],
    ['example.com', yes],
    ['example.com:443', unknown],
    ['h.net:8443', yes],
    ['https://h.net:8443/', yes],
    ['https://evil.com:444/', no],
    ['https://x.org/', no],
    ['https://a.b.x.org/', yes],
    ['https://ex%61mple.com/', unknown],
    ['https://\u212Aexample.com/', unknown],
    ['https://example.com\t/', unknown],
    [`${'a.'.repeat(40_000)}example.com`, unknown],
    ['example.com:80:90', unknown],
    ['h.net:08443', unknown],
    ['h.net:65536', unknown],
    ['h.net:', unknown],
    [':8443', unknown],
    ['[::1]', no],
    ['[::1', unknown],
    ['::1', unknown],
    ['https://h.net/', unknown],
    ['wss://example.com', yes],
    ['ws://example.com:80', yes],
    ['https://example.com:80', unknown],
    ['https://:pw@example.com/', unknown],
    ['', unknown],
  ])('host_in on %j', (x, expected) => expect(says(inList, { x })).toEqual(expected));

  const open = { path: 'args.x', op: 'public_host' };
  it.each([
    ['https://example.com', yes],
    ['https://8.8.8.8/', yes],
    ['8.8.8.8', yes],
    ['http://localhost/', no],
    ['http://a.localhost./', no],
    ['http://printer.local/', no],
    ['http://metadata.google.internal/', no],
    ['http://metadata/', no],
    ['http://169.254.169.254/', no],
    ['http://168.63.129.16/', no],
    ['http://[::1]/', no],
    ['http://[::ffff:8.8.8.8]/', unknown],
    ['http://[::ffff:808:808]/', no],
    ['http://[2001:4860:4860::8888]/', yes],
    ['http://[64:ff9b::a00:1]/', no],
    ['http://2130706433/', unknown],
    ['http://0x7f.1/', unknown],
    ['http://①②⑦.0.0.1/', unknown],
  ])('public_host on %j', (x, expected) => expect(says(open, { x })).toEqual(expected));
});

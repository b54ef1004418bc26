import type { JsonValue } from '../../../src/protocol/index.ts';
import type { Operator } from '../judge/document.ts';

/** What a path usually holds. The domains are small, so that rules hit often and values meet their operands. */
export type Kind = 'number' | 'string' | 'boolean' | 'file' | 'url' | 'ip' | 'time' | 'list' | 'object';

export const pathsOf: { readonly [K in Kind]: readonly string[] } = {
  number: ['args.n', 'args.n', 'args.items[*].n', 'args.items[0].n', 'time.hour'],
  string: [
    'args.s',
    'args.s',
    'args.o.k',
    'args["key.with.dots"]',
    'args.tags[*]',
    'args.tags[1]',
    'args.items[*].label',
    'grant.label',
    'grant.tags.team',
    'user.email',
    'user.groups[*]',
    'session.id',
    'server.slug',
    'tool.name',
    'time.weekday',
  ],
  boolean: ['args.flag', 'args.flag', 'args.o.on'],
  file: ['args.path', 'args.paths[*]'],
  url: ['args.url', 'args.items[*].url', 'args.items[0].url'],
  ip: ['args.ip', 'args.ips[*]'],
  time: ['args.when', 'args.o.when'],
  list: ['args.tags', 'args.items', 'user.groups', 'args.items[*].tags'],
  object: ['args.o', 'args.items[*]'],
};

/** Paths below one element of an `each`. */
export const itemPathsOf: { readonly [K in Kind]?: readonly string[] } = {
  number: ['item.n'],
  string: ['item', 'item.label', 'item.tags[*]'],
  url: ['item.url'],
  list: ['item.tags', 'item'],
  object: ['item'],
};

/** Facts a condition for refusal alone may ask for (policy language, section 2). */
export const annotationPaths = ['tool.annotations.destructiveHint', 'tool.annotations.readOnlyHint'] as const;

const equality = ['number', 'string', 'boolean', 'object', 'list'] as const;
const order = ['number', 'time'] as const;
const anything = ['number', 'string', 'boolean', 'file', 'url', 'ip', 'time', 'list', 'object'] as const;

export const kindsOf: { readonly [O in Operator]: readonly Kind[] } = {
  eq: equality,
  neq: equality,
  in: equality,
  not_in: equality,
  lt: order,
  lte: order,
  gt: order,
  gte: order,
  exists: anything,
  type: anything,
  regex: ['string'],
  fullmatch: ['string'],
  contains: ['string', 'list'],
  starts_with: ['string'],
  ends_with: ['string'],
  glob: ['string'],
  length_lte: ['string', 'list'],
  length_gte: ['string', 'list'],
  path_within: ['file'],
  host_in: ['url'],
  public_host: ['url'],
  in_cidr: ['ip'],
};

/** Two hundred code points: with `[a-c]{1,900}` over the regular expressions' cap, with every other pattern under it. */
const long = 'ab'.repeat(100);
const words = ['', 'alpha', 'Alpha', 'beta-gamma', 'alphabet', 'a\nb', 'a', 'é💡', 'alice', 'mon', 'ops', 'read', long];

/** Well-formed values. */
export const values: { readonly [K in Kind]: readonly JsonValue[] } = {
  number: [0, 1, 5, 5.5, -3, 10, 1_000_000, 0.1],
  string: words,
  boolean: [true, false],
  file: [
    '/srv/data',
    '/srv/data/a.txt',
    '/srv/database',
    '/srv/./data/x',
    '/',
    '/home/bot/',
    '/etc/passwd',
    '/srv/data/a..b',
    '/srv/data/x.',
    '/srv/data./x',
    '/etc./x',
    '/home../bot',
  ],
  url: [
    'https://example.com/',
    'https://api.example.com/v1',
    'http://example.com:8080/x',
    'example.com',
    'EXAMPLE.com.',
    'http://127.0.0.1/',
    'https://[::1]/',
    'http://169.254.169.254/latest',
    'localhost',
    'https://example.com:443/',
    'wss://a.b.example.com',
    'example.com:8080',
    'https://evil.test/?https://example.com/',
    'http://8.8.8.8/',
    'http://[64:ff9b::a00:1]/',
    'https://notexample.com',
    'http://example.com:81/',
  ],
  ip: ['10.0.0.1', '10.1.2.3', '192.168.0.7', '::1', 'fd00::5', '::ffff:10.0.0.1', '8.8.8.8', '2001:db8:0:0::1'],
  time: [
    '2026-01-01T00:00:00Z',
    '2026-01-01T01:00:00+01:00',
    '2026-01-01T00:00:00.5Z',
    '2025-12-31T23:59:59.999Z',
    '2027-06-15T12:00:00-05:30',
    '2024-02-29T10:00:00Z',
  ],
  list: [[], ['alpha'], ['ops', 'alpha'], ['beta-gamma', 'a', 'ops', 'mon'], [1, 'alpha'], [null]],
  object: [
    {},
    { k: 'alpha' },
    { k: 'a', on: true },
    { k: null, when: '2026-01-01T00:00:00Z' },
    { on: 'x', when: 'soon' },
  ],
};

/** Strings that cannot be read as what their operator compares. */
export const unreadable: { readonly [K in Kind]?: readonly JsonValue[] } = {
  file: [
    '/srv/data/../etc',
    'srv/data',
    '/srv//data',
    '/srv/data/%2e%2e',
    '/c:/x',
    '/srv\\data',
    '/srv/data\u0000',
    '',
  ],
  url: [
    'https://user@example.com/',
    'ftp://example.com/',
    'https://example.com@evil.test/',
    'http://2130706433/',
    'http://',
    'https://ex%61mple.com',
    'https:/example.com',
    'http://0x7f.1/',
    'example.com/path',
    '',
    'https://example.com:0443/',
    'https://example.com\\@evil.test/',
    'https://evil.test\\@example.com/',
    'https://example.com\\.evil.test',
    ' https://example.com/',
    'https://example.com/ ',
    'https://example.com/\n',
    'ht\ttps://example.com/',
    'https:\\\\example.com/',
    'example.com\u0000',
  ],
  ip: ['010.0.0.1', '10.0.0', '10.0.0.1/8', 'fe80::1%eth0', '[::1]', ' 10.0.0.1', '167772161', ''],
  time: [
    '2026-01-01',
    '2026-01-01t00:00:00Z',
    '2026-01-01T00:00:60Z',
    '2026-02-30T00:00:00Z',
    'soon',
    '2026-01-01T00:00:00',
  ],
  string: [long, `${long}!`],
};

export const wrongTypes: readonly JsonValue[] = [true, 7, 'x', ['x'], { x: 1 }, 2.5, [], {}, [{ n: 1 }], '5', [[]]];

export const patterns: readonly string[] = [
  'alpha',
  '^al',
  'ta$',
  '[0-9]+',
  'a|b',
  '^$',
  '(?i)alpha',
  'a.b',
  '[a-c]{1,900}',
  '^[A-Za-z]{1,8}$',
  '\\w+-\\w+',
  '(?s)a.b',
  '(?:alpha|[ab]){1,240}',
  '(?:ab|[!a]){0,300}',
  '[a-c]{1,900}',
  '(?:[a-z]|é){2,400}',
  'al(pha)+.?',
  '[^a-z]',
  '\\bops\\b',
  '(?m)^b',
];

export const globs: readonly string[] = ['*', 'al*', '*a', 'a*a', '*ph*', 'alpha', 'A*', 'beta-*'];
export const directories: readonly string[] = [
  '/srv/data',
  '/home/bot/',
  '/srv',
  '/',
  '/etc',
  '/srv/./data',
  '/home/bot.',
];
export const hosts: readonly string[] = [
  'example.com',
  '*.example.com',
  'example.com:8080',
  '127.0.0.1',
  '[::1]',
  'localhost',
  'evil.test',
  'EXAMPLE.com.',
  '*.b.example.com',
  'example.com:443',
  '8.8.8.8',
];
export const ranges: readonly string[] = [
  '10.0.0.0/8',
  '192.168.0.0/16',
  '::1',
  'fc00::/7',
  '8.8.8.8',
  '0.0.0.0/0',
  '::/0',
];

export const toolNames: readonly string[] = ['read', 'write', 'net_get', 'net_post', 'fs.read'];
export const toolPatterns: readonly string[] = [
  ...toolNames,
  'net_*',
  '*',
  'fs.*',
  'r*d',
  '*_get',
  '*e*',
  'Read',
  'none',
];
export const promptNames: readonly string[] = ['greet', 'plan', 'plan_day'];
export const promptPatterns: readonly string[] = ['greet', 'plan*', '*', 'plan'];
export const uris: readonly string[] = [
  'file:///srv/a.txt',
  'https://example.com/docs/a',
  'docs:index',
  'https://example.com/',
];
export const uriPatterns: readonly string[] = [
  'file:///srv/*',
  'https://example.com/docs/*',
  'docs:index',
  'https://example.com/*',
  '*',
];

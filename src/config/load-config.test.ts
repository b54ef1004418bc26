import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenHash } from '../identity/index.ts';
import { readPolicy } from '../policy/index.ts';
import { type ConfigOverrides, type LoadedConfig, loadConfig } from './load-config.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-config-'));
  mkdirSync(join(folder, 'policies'));
  writeFileSync(join(folder, 'policies/netdiag.json'), '{"version":"1","default":"deny"}');
  writeFileSync(join(folder, 'ci'), `${ciToken}\n`);
  writeFileSync(join(folder, 'empty'), '\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const aliceToken = `tg_${'a'.repeat(43)}`;
const ciToken = `tg_${'b'.repeat(43)}`;
const env = { ALICE: aliceToken, UPSTREAM: 'upstream-secret', EMPTY: '' };

function load(
  text: string,
  overrides: ConfigOverrides = {},
  more: Record<string, string> = {},
  name = 'toolgate.yaml',
) {
  const file = join(folder, name);
  writeFileSync(file, text, { mode: 0o600 });
  return loadConfig(file, { ...env, ...more }, overrides);
}

function configOf(loaded: LoadedConfig) {
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return loaded.config;
}

function errorsOf(loaded: LoadedConfig): string[] {
  if (loaded.ok) throw new Error('it was read');
  return loaded.errors.map(({ pointer, line, column, message }) => `${pointer} ${line}:${column} ${message}`);
}

const whole = `listen: 127.0.0.1:7071
servers:
  netdiag: { command: [node, examples/netdiag/server.js], env: { LEVEL: debug }, cwd: . }
  github:  { url: https://api.example.com/mcp, headers: { Authorization: "Bearer \${env:UPSTREAM}" } }
policies:
  netdiag: { file: policies/netdiag.json }
  github:  { version: "1", default: deny, tools: { "get_*": {} } }
  block:
    # a remark
    version: "1"
    description: |
      two
       lines
    default: deny
grants:
  - { label: alice-laptop, server: netdiag, policy: netdiag, token: "\${env:ALICE}" }
  - label: ci-runner
    servers: { netdiag: block, github: github }
    token: "\${file:ci}"
    tags: { team: infra }
`;

describe('what is written is what is meant', () => {
  test('servers, with defaults filled in and paths absolute', () => {
    const { servers, listen } = configOf(load(whole));
    expect(listen).toEqual({ host: '127.0.0.1', port: 7071 });
    expect(servers.get('netdiag')).toEqual({
      transport: 'stdio',
      slug: 'netdiag',
      timeouts: { connectMs: 5_000, firstByteMs: 60_000, idleMs: 300_000 },
      caps: { bytes: 4_194_304, depth: 64, nodes: 100_000, response: 33_554_432 },
      maxConcurrency: undefined,
      pinned: true,
      trusted: false,
      command: ['node', 'examples/netdiag/server.js'],
      env: new Map([['LEVEL', 'debug']]),
      cwd: folder,
      shared: false,
      runAs: undefined,
      sandbox: undefined,
    });
    expect(servers.get('github')).toMatchObject({
      transport: 'http',
      url: 'https://api.example.com/mcp',
      headers: new Map([['Authorization', 'Bearer upstream-secret']]),
      allowPrivate: false,
    });
  });

  test('of tokens only the digest stays', () => {
    const loaded = load(whole);
    expect(configOf(loaded).grants).toEqual([
      {
        label: 'alice-laptop',
        servers: new Map([['netdiag', 'netdiag']]),
        tags: new Map(),
        tokenHash: tokenHash(aliceToken),
      },
      {
        label: 'ci-runner',
        servers: new Map([
          ['netdiag', 'block'],
          ['github', 'github'],
        ]),
        tags: new Map([['team', 'infra']]),
        tokenHash: tokenHash(ciToken),
      },
    ]);
    expect(JSON.stringify(loaded)).not.toContain('tg_');
  });

  test('policies stay text, at their lines and columns', () => {
    const { policies } = configOf(load(whole));
    expect(policies.get('netdiag')).toMatchObject({
      format: 'json',
      lineOffset: 0,
      file: join(folder, 'policies/netdiag.json'),
    });
    const lines = whole.split('\n');
    for (const name of ['github', 'block']) {
      const { text = '', lineOffset = 0, columnOffset = 0, format } = policies.get(name) ?? {};
      expect(format).toBe('yaml');
      const at = text.search(/version/);
      const inText = text.slice(0, at).split('\n');
      const line = lines[lineOffset + inText.length - 1] ?? '';
      const before = inText.length === 1 ? columnOffset : 0;
      expect(line.indexOf('version')).toBe(before + (inText.at(-1)?.length ?? 0));
    }
    expect(policies.get('block')?.text).toMatch(/default: deny\n?$/);
  });

  test('policies of a file of one line are not filled up to their columns', () => {
    const written = { version: '1', default: 'deny', description: 'x'.repeat(1_000) };
    const policies = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`p${i}`, written]));
    const one = JSON.stringify({ policies: { ...policies, last: { version: '1', default: 'dney' } } });
    const read = configOf(load(one, {}, {}, 'toolgate.json')).policies;
    const kept = [...read.values()].reduce((sum, { text }) => sum + text.length, 0);
    expect(kept).toBeLessThan(one.length);
    const last = read.get('last');
    if (last === undefined) throw new Error('it was not read');
    const { text, format, lineOffset, columnOffset, name } = last;
    const result = readPolicy(text, format, { name, lineOffset, columnOffset });
    expect(result.ok ? [] : result.errors).toMatchObject([
      { pointer: '/default', line: 1, column: one.indexOf('"dney"') + 1 },
    ]);
  });

  test('the files that it depends on are named', () => {
    const names = ['toolgate.yaml', 'policies/netdiag.json', 'ci'];
    expect(load(whole).files).toEqual(names.map((name) => join(folder, name)));
  });

  test('JSON of the same shape, tabs included', () => {
    const json = JSON.stringify({ servers: { a: { url: 'https://a.example/mcp' } } }, null, '\t');
    expect(configOf(load(json, {}, {}, 'toolgate.json')).servers.get('a')).toMatchObject({
      url: 'https://a.example/mcp',
    });
  });

  test('no file: the defaults', () => {
    expect(configOf(loadConfig(undefined, {}))).toMatchObject({
      listen: { host: '127.0.0.1', port: 7070 },
      admission: { requestsPerSecond: 200, inFlight: 64, sessions: 100, streams: 100, processes: 8, tasks: 200 },
      audit: { writeAhead: ['access', 'execute', 'destructive', 'financial'], retentionMs: undefined },
      decisionMeta: 'full',
      grants: [],
    });
  });

  test('the command line wins over the file, the environment over publicUrl', () => {
    const config = configOf(
      load(
        'listen: 127.0.0.1:1\npublicUrl: https://a.example',
        { port: 2 },
        { TOOLGATE_PUBLIC_URL: 'https://b.example/' },
      ),
    );
    expect(config).toMatchObject({ listen: { host: '127.0.0.1', port: 2 }, publicUrl: 'https://b.example' });
  });

  test('every other key', () => {
    const text = `
tls: { cert: c.pem, key: /k.pem }
publicUrl: https://gw.example
listen: "[::]:443"
securityContact: ["mailto:security@example.com", https://example.com/report, "tel:+1-201-555-0123"]
allowedHosts: [gw.internal, "gw.internal:8443"]
allowedOrigins: [https://app.example]
trustedProxies: [10.0.0.0/8, "::1"]
decisionMeta: code
admission: { requestsPerSecond: 5, processes: 1 }
audit: { writeAhead: [write] }
servers:
  a: { command: [./a.sh], shared: true, runAs: { uid: 1, gid: 2 }, sandbox: { read: [/r], write: [w] } }
  b: { url: "http://b.example/mcp", allowPrivate: true, timeouts: { connect: 100ms, idle: 1h }, caps: { body: 64KiB, nodes: 1000 } }
`;
    const config = configOf(load(text));
    expect(config).toMatchObject({
      listen: { host: '::', port: 443 },
      tls: { cert: join(folder, 'c.pem'), key: '/k.pem' },
      securityContact: ['mailto:security@example.com', 'https://example.com/report', 'tel:+1-201-555-0123'],
      allowedHosts: ['gw.internal', 'gw.internal:8443'],
      trustedProxies: ['10.0.0.0/8', '::1'],
      decisionMeta: 'code',
      admission: { requestsPerSecond: 5, inFlight: 64, processes: 1 },
      audit: { writeAhead: ['write'], retentionMs: undefined, maxBytes: undefined },
    });
    expect(config.servers.get('a')).toMatchObject({
      command: [join(folder, 'a.sh')],
      runAs: { uid: 1, gid: 2 },
      sandbox: { read: ['/r'], write: [join(folder, 'w')], network: false },
    });
    expect(config.servers.get('b')).toMatchObject({
      timeouts: { connectMs: 100, firstByteMs: 60_000, idleMs: 3_600_000 },
      caps: { bytes: 65_536, depth: 64, nodes: 1000 },
    });
  });
});

describe('what cannot be obeyed is an error, with its place', () => {
  const grant = (rest: string) =>
    `servers: { a: { url: "https://a.example" } }\npolicies: { p: { version: "1" } }\ngrants: [{ ${rest} }]`;
  const cases: readonly (readonly [string, string, string])[] = [
    ['a misspelt key', 'lisen: x', '/lisen 1:1 the key lisen is not known here; did you mean listen?'],
    ['an operators’ listener that is none', 'adminListen: x', '/adminListen 1:14 expected host:port'],
    [
      'an operators’ listener in the open',
      'adminListen: 0.0.0.0:7072',
      '/adminListen 1:14 refusing to listen on 0.0.0.0 without encryption: set tls, or an https adminUrl',
    ],
    [
      'an operators’ listener whose proxy does not encrypt',
      'adminListen: 0.0.0.0:7072\nadminUrl: http://admin.example',
      '/adminListen 1:14 refusing to listen on 0.0.0.0',
    ],
    [
      'an operators’ listener where the gateway’s is',
      'listen: 127.0.0.1:7072\nadminListen: 127.0.0.1:7072',
      '/adminListen 2:14 this is where listen is',
    ],
    [
      'one where the gateway’s is by default',
      'adminListen: 127.0.0.1:7070',
      '/adminListen 1:14 this is where listen is',
    ],
    ['a way to no listener', 'adminUrl: https://admin.example', '/adminUrl 1:11 adminUrl wants an adminListen'],
    [
      'a contact over http',
      'securityContact: ["http://a.example"]',
      '/securityContact/0 1:19 expected a mailto:, https:',
    ],
    [
      'a contact of two lines',
      'securityContact: ["mailto:a@b.example\\nContact: x"]',
      '/securityContact/0 1:19 expected a mailto:, https:',
    ],
    [
      'a webhook that nobody could check',
      'webhooks: [{ name: a, url: "https://h" }]',
      '/webhooks/0 1:12 a webhook needs a secret',
    ],
    [
      'records for a webhook',
      'webhooks: [{ name: a, url: "https://h", format: slack, types: [records.calls] }]',
      '/webhooks/0 1:12 records are told to collectors only (format: otlp)',
    ],
    [
      'headers for a webhook',
      'webhooks: [{ name: a, url: "https://h", format: slack, headers: { A: b } }]',
      '/webhooks/0 1:12 headers are sent to collectors only (format: otlp)',
    ],
    [
      'a password in the clear',
      'smtp: { host: h, tls: none, user: u, password: p, from: a@b, to: [c@d] }',
      '/smtp 1:7 a password needs tls',
    ],
    [
      'a sandbox',
      'servers: { a: { url: "https://a.example", sandbox: {} } }',
      '/servers/a/sandbox 1:43 sandbox belongs to servers with a command',
    ],
    [
      'a reserved slug',
      'servers: { catalog: { url: "https://a.example" } }',
      '/servers 1:12 the name catalog is reserved',
    ],
    [
      'both kinds of server',
      'servers: { a: { command: [x], url: y } }',
      '/servers/a/url 1:31 a server has either a command or a url',
    ],
    ['neither kind', 'servers: { a: {} }', '/servers/a 1:15 a server needs a command or a url'],
    [
      'a url with a password',
      'servers: { a: { url: "https://u:p@a.example" } }',
      '/servers/a/url 1:22 expected an http or https URL without',
    ],
    ['no URL', 'servers: { a: { url: nowhere } }', '/servers/a/url 1:22 expected an http or https URL without'],
    [
      'a header with a line break',
      'servers: { a: { url: "https://a", headers: { X: "a\\nb" } } }',
      '/servers/a/headers/X 1:49 expected visible ASCII',
    ],
    [
      'a variable that is not set',
      'publicUrl: "${env:NOPE}"',
      '/publicUrl 1:12 the environment variable NOPE is not set',
    ],
    [
      'a variable that is inherited from Object',
      'publicUrl: "${env:constructor}"',
      '/publicUrl 1:12 the environment variable constructor is not set',
    ],
    [
      'a variable that is empty',
      'publicUrl: "${env:EMPTY}"',
      '/publicUrl 1:12 the environment variable EMPTY is empty',
    ],
    [
      'a file that is not there',
      'publicUrl: "${file:nope}"',
      '/publicUrl 1:12 the file nope cannot be read: there is no such file',
    ],
    ['a file that is empty', 'publicUrl: "${file:empty}"', '/publicUrl 1:12 the file empty is empty'],
    ['another reference', 'publicUrl: "${HOME}"', '/publicUrl 1:12 only ${env:NAME} and ${file:PATH} are references'],
    ['a policy file that is not there', 'policies: { p: { file: nope.json } }', '/policies/p 1:16 the policy file'],
    ['a policy file of another kind', 'policies: { p: { file: nope.toml } }', '/policies/p 1:16 a policy file ends in'],
    [
      'a policy file and more',
      'policies: { p: { file: x.json, default: deny } }',
      '/policies/p/default 1:32 the key default is not known here',
    ],
    [
      'an unknown server',
      grant(`label: x, server: b, policy: p, token: "${aliceToken}"`),
      '/grants/0/server 3:30 there is no server b',
    ],
    [
      'an unknown policy',
      grant(`label: x, servers: { a: q }, token: "${aliceToken}"`),
      '/grants/0/servers/a 3:36 there is no policy q',
    ],
    [
      'a short token',
      grant('label: x, server: a, policy: p, token: tg_short'),
      '/grants/0/token 3:51 expected a token: tg_',
    ],
    ['no token', grant('label: x, server: a, policy: p'), '/grants/0 3:10 the key token is missing'],
    [
      'both server and servers',
      grant('label: x, server: a, servers: { a: p }, token: x'),
      '/grants/0/server 3:22 a grant has either',
    ],
    ['an open listener', 'listen: 0.0.0.0:7070', '/listen 1:9 refusing to listen on 0.0.0.0 without encryption'],
    [
      'an unknown word',
      'decisionMeta: fulll',
      '/decisionMeta 1:15 expected one of full, code, off; did you mean "full"?',
    ],
    ['an unknown class', 'audit: { writeAhead: [destroy] }', '/audit/writeAhead/0 1:23 expected one of read, write'],
    ['a number out of range', 'admission: { inFlight: 0 }', '/admission/inFlight 1:24 expected a whole number from 1'],
    [
      'a duration without a unit',
      'servers: { a: { url: "https://a", timeouts: { idle: 5 } } }',
      '/servers/a/timeouts/idle 1:53 expected a duration',
    ],
    ['a bare word as a server', 'servers: { a }', '/servers/a 1:12 expected a mapping'],
  ];
  test.each(cases)('%s', (_name, text, expected) => {
    const errors = errorsOf(load(text));
    expect(
      errors.some((error) => error.startsWith(expected)),
      errors.join('\n'),
    ).toBe(true);
  });

  test('two grants that could be taken for one another', () => {
    const one = `{ label: x, servers: { a: p }, token: "${aliceToken}" }`;
    const errors = errorsOf(
      load(`servers: { a: { url: "https://a" } }\npolicies: { p: { version: "1" } }\ngrants: [${one}, ${one}]`),
    );
    expect(errors.map((error) => error.replace(/ \d+:\d+/, ''))).toEqual([
      '/grants/1/label this label stands twice',
      '/grants/1/token x has the same token',
    ]);
  });

  test('all errors are told at once, in order', () => {
    expect(errorsOf(load('a: 1\nb: 2\nlisten: x')).map((error) => error.split(' ')[1])).toEqual(['1:1', '2:1', '3:9']);
  });

  test('no file where one was named', () => {
    expect(errorsOf(loadConfig(join(folder, 'nope.yaml'), {}))[0]).toContain('cannot be read: there is no such file');
  });
});

describe('YAML that two readers could read in two ways (threats B28)', () => {
  test.each([
    ['an alias', 'allowedHosts: &a [x]\nallowedOrigins: *a'],
    ['an anchor', 'allowedHosts: &a [x]'],
    ['a tag', 'allowedHosts: !!seq [x]'],
    ['a tag of its own', 'listen: !env X'],
    ['a merge key', 'tls:\n  <<: { cert: a }\n  key: b'],
    ['a key twice', 'listen: 127.0.0.1:1\nlisten: 127.0.0.1:2'],
    ['a key twice, quoted', 'listen: 127.0.0.1:1\n"l\\u0069sten": 127.0.0.1:2'],
    ['a key that is a number', '1: x'],
    ['a key that is a list', '[a]: x'],
    ['a key that is null', '~: x'],
    ['two documents', 'listen: 127.0.0.1:1\n---\nlisten: 127.0.0.1:2'],
    ['a directive', '%YAML 1.1\n---\nlisten: 127.0.0.1:1'],
    ['a tag directive', '%TAG ! tag:x,2026:\n---\nlisten: 127.0.0.1:1'],
    ['a BOM', '\ufefflisten: 127.0.0.1:1'],
    ['a tab as indentation', 'tls:\n\tcert: a\n\tkey: b'],
    ['nothing', ''],
    ['a list', '[]'],
    ['a word', 'hello'],
    ['a bracket too many', 'allowedHosts: [x]]'],
    ['a quote too few', 'listen: "x'],
    ['a boolean of YAML 1.1', 'servers: { a: { url: "https://a", allowPrivate: yes } }'],
    ['__proto__', '__proto__: {}'],
  ])('%s is an error', (_name, text) => {
    expect(errorsOf(load(text)).length).toBeGreaterThan(0);
  });

  test('a place is counted in code points, that of a policy within the file as well', () => {
    const before = '{ allowedHosts: ["\u{1f600}\u{1f600}"], ';
    expect(errorsOf(load(`${before}lisen: x }`))).toContainEqual(
      `/lisen 1:${Array.from(before).length + 1} the key lisen is not known here; did you mean listen?`,
    );
    const inline = '{ policies: { p: { version: "1", description: "\u{1f600}" }, q: { ';
    const source = configOf(load(`${inline}verson: "1" } } }`)).policies.get('q');
    const read = readPolicy(source?.text ?? '', 'yaml', source);
    expect(!read.ok && read.errors[0]).toMatchObject({ line: 1, column: Array.from(inline).length - 1 });
  });

  test('what is nested too deep for the reader is an error, not a crash', () => {
    expect(errorsOf(load(`allowedHosts: ${'['.repeat(50_000)}`)).length).toBeGreaterThan(0);
  });
});

describe('warnings', () => {
  const messages = (text: string) => {
    const loaded = load(text);
    return loaded.ok ? loaded.warnings.map(({ message }) => message) : [];
  };
  test('what nobody uses', () => {
    expect(messages('servers: { a: { url: "https://a" } }\npolicies: { p: { version: "1" } }')).toEqual([
      'no grant opens the server a',
      'no grant uses the policy p',
    ]);
  });
  test.each([
    ['rules: [{ grant: alice-laptpo, level: full }]', '/capture/rules/0/grant', '; did you mean alice-laptop?'],
    ['rules: [{ server: githbu, level: full }]', '/capture/rules/0/server', '; did you mean github?'],
    ['rules: [{ grant: stored-one, server: github, level: full }]', '/capture/rules/0/grant', '; a stored one may'],
    [`rules: [{ grant: ${aliceToken}, level: full }]`, '/capture/rules/0/grant', '; a stored one may'],
  ])('a capture of what the file has not: %s', (capture, pointer, hint) => {
    const loaded = load(
      'servers: { github: { url: "https://a" } }\npolicies: { p: { version: "1" } }\n' +
        'grants: [{ label: alice-laptop, servers: { github: p }, token: "${env:ALICE}" }]\n' +
        `capture: { ${capture} }`,
    );
    const what = pointer.endsWith('server') ? 'server' : 'grant';
    expect(loaded.ok && loaded.warnings).toEqual([
      {
        pointer,
        line: 4,
        column: expect.any(Number),
        message: `no ${what} of this file is called so${hint}`,
        // Whoever has stored it need not hear of it at each start.
        ...(hint === '; a stored one may' && { maybeStored: true }),
      },
    ]);
    expect(messages(`grants: []\ncapture: full`)).toEqual([]);
  });
  test('headers without encryption', () => {
    expect(messages('servers: { a: { url: "http://a.example", headers: { X: y } } }')[0]).toContain(
      'without encryption',
    );
  });
  test.skipIf(process.platform === 'win32')('a token in a file that others may read', () => {
    const file = join(folder, 'open.yaml');
    const text = `servers: { a: { url: "https://a" } }\npolicies: { p: { version: "1" } }\ngrants: [{ label: x, servers: { a: p }, token: ${aliceToken} }]`;
    writeFileSync(file, text);
    chmodSync(file, 0o644);
    const loaded = loadConfig(file, {});
    expect(loaded.ok && loaded.warnings.map(({ pointer }) => pointer)).toEqual(['/grants/0/token']);
    chmodSync(file, 0o600);
    expect(loadConfig(file, {})).toMatchObject({ ok: true, warnings: [] });
  });
});

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../main.ts';

const folder = mkdtempSync(join(tmpdir(), 'policy-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const io = { stdin: new PassThrough(), stdout, stderr, env: {}, cwd: folder };
  const status = await main(['policy', 'test', ...args], io);
  stdout.end();
  stderr.end();
  const text = async (stream: PassThrough): Promise<string> => Buffer.concat(await stream.toArray()).toString();
  return { status, out: await text(stdout), err: await text(stderr) };
}

function file(name: string, text: string | object): string {
  writeFileSync(join(folder, name), typeof text === 'string' ? text : JSON.stringify(text));
  return name;
}

const limits = [{ counter: 'c', window: 'minute', max: 2, scope: 'grant', on_deny: 'Slowly.' }];
file('p.json', {
  version: '1',
  default: 'deny',
  hide: ['secret_*'],
  tools: {
    t: { limits },
    ask: { action: 'require_approval', reason: 'Sure?' },
    'x*': { deny_if: [{ conditions: [] }] },
  },
  resources: { 'file:///srv/*': {} },
});

describe('the examples', () => {
  const examples = fileURLToPath(new URL('../../../examples/policies/', import.meta.url));
  const tests = readdirSync(examples).filter((name) => name.includes('.test.'));

  it.each(tests)('%s passes and reaches every rule', async (name) => {
    const { status, out } = await run(join(examples, name), '--min-coverage', '100');
    expect([status, out]).toEqual([0, expect.stringMatching(/(\d+) of \1 rules decided a call\n$/)]);
  });

  it('stand beside every policy', () => {
    const policies = readdirSync(examples).filter((name) => !name.includes('.test.'));
    const stems = (names: readonly string[]) => new Set(names.map((name) => name.split('.')[0]));
    expect(stems(tests)).toEqual(stems(policies));
  });
});

it.each<[what: string, one: object]>([
  ['the end of a case', { call: { tool: 't' }, expect: 'denied' }],
  ['the call of a case', { call: { tool: 7 }, expect: 'allow' }],
  ['the end of a step', { call: { tool: 't' }, steps: [{ expect: 'denied' }] }],
  ['the call of a step', { steps: [{ call: { tool: 7 }, expect: 'allow' }] }],
  ['what nobody wrote', { steps: [{ expect: 'allow' }] }],
])('complains of %s once', async (_, one) => {
  const { status, err } = await run(file('bad.test.json', { policy: 'p.json', cases: [{ name: 'a', ...one }] }));
  expect(status).toBe(1);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});

it('shares budgets between steps, and starts every case anew', async () => {
  const steps = [
    { times: 2, expect: 'allow' },
    { expect: { outcome: 'deny', code: 'rate_limited', rule: '/tools/t/limits/0', reason: 'Slowly.' } },
    { call: { tool: 't', grant: 'other' }, expect: 'allow' },
    { after: 59, expect: 'deny' },
    { after: '2s', expect: 'allow' },
  ];
  const cases = [
    { name: 'one', call: { tool: 't' }, steps },
    { name: 'two', call: { tool: 't' }, times: 2, expect: 'allow' },
  ];
  expect(await run(file('a.json', { policy: 'p.json', cases }))).toEqual({
    status: 0,
    out: 'a.json: 2 of 2 cases passed, 8 calls\n',
    err: '',
  });
});

it('compares outcome, code, rule and reason, of tools, resources and prompts', async () => {
  const cases = [
    { name: 'hidden', call: { tool: 'secret_x' }, expect: { outcome: 'hidden', code: 'hidden', rule: '/hide/0' } },
    { name: 'hold', call: { tool: 'ask' }, expect: { outcome: 'hold', rule: '/tools/ask/action', reason: 'Sure?' } },
    { name: 'resource', call: { resource: 'file:///srv/a' }, expect: 'allow' },
    {
      name: 'not canonical',
      call: { resource: 'file:///srv/../a' },
      expect: { outcome: 'refused', code: 'bad_request' },
    },
    { name: 'prompt', call: { prompt: 'p' }, expect: { outcome: 'deny', code: 'default_deny' } },
  ];
  expect((await run(file('b.json', { policy: 'p.json', cases }))).status).toBe(0);
});

const failing = `policy: p.json
cases:
  - name: too often
    call: { tool: t }
    times: 3
    expect: allow
  - name: fine
    call: { tool: t }
    expect: allow
`;

it('shows what was expected, what came, what decided and what was looked at', async () => {
  const { status, out } = await run(file('c.yaml', failing), '--coverage');
  expect(status).toBe(1);
  expect(out).toContain('FAILED c.yaml:3:5 too often\n');
  expect(out).toContain(
    'call 3 of 3, c.yaml:6)\n  expected  allow\n  actual    deny rate_limited by /tools/t/limits/0 "Slowly.", p.json:1:',
  );
  expect(out).toContain('looked at /tools/t  applies to this call\n            /tools/t/limits/0  takes 1 of 2\n');
  expect(out).toContain('c.yaml: 1 of 2 cases passed, 4 calls\np.json: 2 of 8 rules decided a call\n');
  expect(out).toContain('  never: /tools/ask/action (p.json:1:');
});

it('writes JUnit XML and JSON', async () => {
  const name = file('d.yaml', failing.replace('too often', '"<too> \\"often\\" & é"'));
  const xml = await run(name, '--format', 'junit');
  expect(xml.status).toBe(1);
  expect(xml.out).toContain('<testsuites name="toolgate policy test" tests="2" failures="1">');
  expect(xml.out).toContain('name="&lt;too&gt; &quot;often&quot; &amp; é" file="d.yaml" line="3">');
  const json = JSON.parse((await run(file('c.yaml', failing), '--json', '--coverage')).out);
  expect(json.files[0].cases.map(({ passed }: { passed: boolean }) => passed)).toEqual([false, true]);
  expect(json.files[0].cases[0].failure).toMatchObject({
    time: 3,
    times: 3,
    actual: { code: 'rate_limited', line: 1 },
  });
  expect(json.coverage[0].rules).toHaveLength(8);
});

it('asks for coverage', async () => {
  const name = file('e.json', { policy: 'p.json', cases: [{ name: 'a', call: { tool: 't' }, expect: 'allow' }] });
  expect(await run(name, '--min-coverage', '50')).toMatchObject({
    status: 1,
    err: expect.stringContaining('12.5 % of the rules'),
  });
  expect((await run(name, '--min-coverage', '12.5')).status).toBe(0);
  expect((await run(name, '--min-coverage', '101')).status).toBe(2);
});

describe('what is wrong with a file', () => {
  it.each<[string, string, string]>([
    ['an unknown key', 'polcy: p.json\ncases: []', '/polcy: expected one of the keys'],
    ['no case', 'cases: []', '1:8: /cases'],
    [
      'a mistyped key of a call',
      'cases:\n  - { name: a, call: { tool: t, argumnets: {} }, expect: allow }',
      'did you mean "arguments"?',
    ],
    ['a mistyped outcome', 'cases:\n  - { name: a, call: { tool: t }, expect: alow }', 'did you mean "allow"?'],
    [
      'two subjects',
      'cases:\n  - { name: a, call: { tool: t, prompt: p }, expect: allow }',
      'expected one of tool, resource, prompt, found 2 of them',
    ],
    [
      'no end',
      'cases:\n  - { name: a, call: { tool: t } }',
      '/cases/0: expected either expect or steps, found neither',
    ],
    ['two ends', 'cases:\n  - { name: a, call: { tool: t }, expect: allow, steps: [{ expect: allow }] }', 'found both'],
    ['no call', 'cases:\n  - { name: a, expect: allow }', 'expected the key "call"'],
    [
      'no call in a step',
      'cases:\n  - { name: a, steps: [{ expect: allow }] }',
      '/cases/0/steps/0: expected the key "call"',
    ],
    [
      'a tag that is no text',
      'cases:\n  - { name: a, call: { tool: t, grant: { tags: { "a/b": 1 } } }, expect: allow }',
      '/tags/a~1b: expected a string',
    ],
    ['a name twice', 'cases:\n  - &a { name: a }', 'no anchors'],
    [
      'arguments of a prompt',
      'cases:\n  - { name: a, call: { prompt: p, arguments: {} }, expect: allow }',
      'arguments beside tool only',
    ],
    [
      'time that runs back',
      'cases:\n  - name: a\n    call: { tool: t }\n    steps: [{ expect: allow }, { call: { tool: t, now: "2020-01-01T00:00:00Z" }, expect: allow }]',
      'no earlier time',
    ],
  ])('%s', async (_, text, message) => {
    const { status, err } = await run(file('wrong.yaml', text), '--policy', 'p.json');
    expect([status, err]).toEqual([1, expect.stringContaining(message)]);
    expect(err).toMatch(/^wrong\.yaml:\d+:\d+: /);
    // One mistake, one complaint: what could not be read is not said to be missing.
    expect(err.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
  });

  it('names no policy, an unreadable one, or is not there', async () => {
    const name = file('f.json', { cases: [{ name: 'a', call: { tool: 't' }, expect: 'allow' }] });
    expect(await run(name)).toMatchObject({ status: 2, err: expect.stringContaining('--policy FILE') });
    expect(await run(name, '--policy', file('q.json', '{}'))).toMatchObject({
      status: 1,
      err: expect.stringContaining('q.json:1:1'),
    });
    expect(await run('nothing.yaml')).toMatchObject({
      status: 1,
      err: expect.stringContaining('there is no such file'),
    });
  });
});

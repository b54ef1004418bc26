import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, expect, it } from 'vitest';
import { main } from '../main.ts';

const folder = mkdtempSync(join(tmpdir(), 'policy-diff-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(args: readonly string[], stdin = '') {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const io = { stdin: Readable.from([Buffer.from(stdin)]), stdout, stderr, env: {}, cwd: folder };
  const status = await main(['policy', 'diff', ...args], io);
  stdout.end();
  stderr.end();
  const text = async (stream: PassThrough): Promise<string> => Buffer.concat(await stream.toArray()).toString();
  return { status, out: await text(stdout), err: await text(stderr) };
}

function file(name: string, value: object): string {
  writeFileSync(join(folder, name), JSON.stringify(value));
  return name;
}

const limit = { counter: 'c', window: 'minute', max: 10, scope: 'grant' };
const old = file('old.json', { version: '1', default: 'deny', tools: { t: { limits: [limit] }, 'read_*': {} } });
const now = file('new.json', {
  version: '1',
  mode: 'observe',
  default: 'deny',
  tools: {
    t: { limits: [{ ...limit, max: 20 }], require: [{ path: 'args.x', op: 'lte', value: 5 }] },
    'read_*': {},
    'list_*': {},
  },
});

it('tells what changed, by calls and places, the wider first', async () => {
  expect(await run([old, now])).toEqual({
    status: 0,
    err: '',
    out: `+ /mode: enforce → observe

tool t
  - now refused: {"tool":"t"}
      was allow
      is  deny condition by /tools/t/require/0 (new.json:1:145)
  + limited otherwise (wider): {"tool":"t","arguments":{"x":5}}
      was 10 per minute for each grant (counter c) by /tools/t/limits/0 (old.json:1:57)
      is  20 per minute for each grant (counter c) by /tools/t/limits/0 (new.json:1:74)

tools list_*, such as list_x
  + now allowed (wider): {"tool":"list_x"}
      was deny default_deny by /default (old.json:1:26)
      is  allow
    now shown in lists

wider and narrower: 2 changed of 6 looked at, and 1 of the policy's own settings
proven: the other 4 are judged as before, whatever the call
`,
  });
});

it('says when nothing changed, and when it cannot be sure', async () => {
  expect((await run([old, old, '--fail-on', 'change,widening,unproven'])).out).toBe(
    'the same: 0 changed of 5 looked at\nproven: the other 5 are judged as before, whatever the call\nproven: no call is wider than before\n',
  );
  const matching = (value: string) => ({
    version: '1',
    default: 'deny',
    tools: { t: { require: [{ path: 'args.x', op: 'regex', value }] } },
  });
  const found = await run([
    file('a.json', matching('^a+b')),
    file('b.json', matching('^a+?b')),
    '--fail-on',
    'unproven',
  ]);
  expect(found.status).toBe(1);
  expect(found.out).toMatch(
    /^the same: 0 changed.*not proven: tool t: no change was found in \d+ calls that both were asked about\n$/s,
  );
});

it('fails on what it is told to fail on', async () => {
  expect((await run([old, now, '--fail-on', 'widening'])).status).toBe(1);
  const narrower = file('narrower.json', { version: '1', default: 'deny', tools: { t: { limits: [limit] } } });
  expect((await run(['--fail-on', 'widening, unproven', old, narrower])).status).toBe(0);
  expect((await run([old, narrower, '--fail-on', 'change'])).status).toBe(1);
  expect((await run([old, narrower, '--fail-on', 'wider'])).status).toBe(2);
});

it('speaks of the tools of a server', async () => {
  const tools = [{ name: 'list_files', annotations: { readOnlyHint: true } }, { name: 'write_file' }];
  for (const text of [
    JSON.stringify({ result: { tools } }),
    JSON.stringify({ tools }),
    JSON.stringify(tools),
    tools.map((tool) => JSON.stringify(tool)).join('\n'),
  ]) {
    const { out } = await run([old, now, '--tools', '-', '--json'], text);
    const found = JSON.parse(out);
    expect(
      found.items.filter(({ kind }: { kind: string }) => kind === 'tool').map(({ name }: { name: string }) => name),
    ).toEqual(['list_files', 'write_file']);
    expect(found.items[0].changes[0]).toMatchObject({
      became: 'allowed',
      widening: true,
      example: { tool: 'list_files', facts: { annotations: { readOnlyHint: true } } },
      from: { rule: '/default', line: 1, column: 26 },
    });
  }
  const listed = '{"name":"list_x","usable":true}\n{"name":null,"usable":false}';
  expect((await run([old, now, '--tools', '-'], listed)).out).toContain('tool list_x\n  + now allowed');
  expect((await run([old, now, '--tools', '-'], '"x"')).err).toContain('expected a tools/list result');
  expect((await run([old, now, '--tools', '-'], '{"name":"a"}\n{')).err).toContain('-:2: expected JSON');
  expect((await run([old, '-', '--tools', '-'])).status).toBe(2);
});

it('reports what is wrong with a policy', async () => {
  expect(await run([old, file('wrong.json', { version: '1' })])).toMatchObject({
    status: 1,
    out: '',
    err: expect.stringContaining('wrong.json:1:1'),
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../main.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command; files of the folder by their names. */
async function run(argv: readonly string[], stdin = ''): Promise<{ status: number; out: string; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const io = { stdin: Readable.from([Buffer.from(stdin)]), stdout, stderr, env: {}, cwd: folder };
  const status = await main(['policy', ...argv], io);
  stdout.end();
  stderr.end();
  const [out, err] = [await stdout.toArray(), await stderr.toArray()].map((chunks) => Buffer.concat(chunks).toString());
  return { status, out: out ?? '', err: err ?? '' };
}

function file(name: string, content: unknown): string {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return name;
}

/** A line of `toolgate audit export`. */
function exported(subject: string, second: number, rest: object = {}): string {
  const time = 1_700_000_000_000 + second * 1_000;
  const grant = { id: 'g1', label: 'alice' };
  const facts = {
    requestId: `r${second}`,
    time,
    organization: 'default',
    grant,
    server: 'files',
    method: 'tools/call',
  };
  const record = { kind: 'call', ...facts, subject, argumentKeys: ['path'], outcome: 'allow', ms: 2, ...rest };
  return JSON.stringify({ writer: 'w', seq: second, record, prevMac: '00', mac: '00' });
}

const log = [
  exported('read', 1, { argumentValues: { 'args["path"]': '/srv/a' } }),
  exported('read', 2),
  exported('write', 3, { outcome: 'deny', code: 'default_deny', rule: '/default' }),
  exported('nothing', 4, { outcome: 'hidden', code: 'unknown_tool', argumentKeys: undefined }),
  JSON.stringify({
    writer: 'w',
    seq: 5,
    record: { kind: 'event', time: 5, event: 'started', detail: {} },
    prevMac: '',
    mac: '',
  }),
].join('\n');

describe('policy replay', () => {
  const jail = {
    version: '1',
    default: 'deny',
    tools: { read: { require: [{ path: 'args.path', op: 'path_within', value: ['/srv'] }] } },
  };

  it('tells what is the same, what changed, and what cannot be decided and why', async () => {
    const policy = file('jail.json', jail);
    const { status, out } = await run(['replay', '--policy', policy, '--calls', '-'], log);
    expect(status).toBe(0);
    expect(out).toBe(
      '3 calls judged again: 2 the same, 0 changed, 1 cannot be decided\n' +
        'beside them, what no policy decides: 1 event, 1 unknown_tool\n\n' +
        'Cannot be decided:\n' +
        '  1  args.path was not kept ("audit" of a policy or a capture says what is), such as read by alice at 2023-11-14T22:13:22.000Z (r2)\n',
    );
  });

  it.each<[failOn: string[], policy: object, status: number]>([
    [['undecided'], jail, 1],
    [['changed'], jail, 0],
    [['refused'], { version: '1', default: 'deny' }, 1],
    [['admitted'], { version: '1', default: 'allow' }, 1],
    [['refused', 'undecided'], { version: '1', default: 'allow' }, 0],
  ])('--fail-on %j of %j exits with %i', async (failOn, policy, expected) => {
    const argv = ['replay', '--policy', file('p.json', policy), '--calls', file('log.jsonl', log)];
    expect((await run([...argv, '--fail-on', ...failOn])).status).toBe(expected);
  });

  it('says that nothing was judged, which passes no check', async () => {
    const argv = ['replay', '--policy', file('p.json', jail), '--calls', file('log.jsonl', log), '--grant', 'nobody'];
    const { status, out, err } = await run(argv);
    expect(status).toBe(0);
    expect(out).toMatch(/^0 calls judged again/);
    expect(err).toBe('toolgate: no call was judged: the record has none that these options choose\n');
    expect((await run([...argv, '--fail-on', 'refused'])).status).toBe(1);
  });

  it('reads captured calls, to the letter', async () => {
    const lines = [
      { call: { tool: 'read', arguments: { path: '/srv/a' }, now: '2026-01-01T00:00:00Z' } },
      {
        call: { tool: 'read', arguments: { path: '/etc/a' }, now: '2026-01-01T00:00:01Z' },
        outcome: 'deny',
        code: 'condition',
      },
      { call: { tool: 'read', argumentsText: '{"path":1,"path":2}' } },
    ].map((line) => JSON.stringify(line));
    const { out } = await run(
      ['replay', '--policy', file('jail.json', jail), '--calls', '-', '--json'],
      lines.join('\n'),
    );
    expect(JSON.parse(out)).toMatchObject({ calls: 2, same: 2, notJudged: { bad_request: 1 } });
  });

  it('judges from --since on, with the calls before it in the budgets', async () => {
    const limits = [{ counter: 'c', window: 'minute', max: 1, scope: 'grant' }];
    const policy = file('limited.json', { version: '1', default: 'allow', all_tools: { limits } });
    const { out } = await run(
      ['replay', '--policy', policy, '--calls', '-', '--json', '--since', '2023-11-14T22:13:22Z', '--tool', 'read'],
      log,
    );
    expect(JSON.parse(out)).toMatchObject({ calls: 1, changed: 1 });
  });

  it.each<[what: string, line: string, words: RegExp]>([
    ['no JSON', '{', /standard input:1: expected JSON/],
    ['neither form', '{"tool":"x"}', /audit export/],
    ['a key too many', '{"call":{"tool":"x"},"outcom":"allow"}', /found "outcom"/],
    ['an outcome that is none', '{"call":{"tool":"x"},"outcome":"maybe"}', /one of allow, deny/],
    ['a call that is none', '{"call":{"tol":"x"}}', /one of the keys tool, resource, prompt at \/call, found "tol"/],
    ['a record that is none', '{"record":{"kind":"call"}}', /record of a call/],
    ['two servers', '{"call":{"tool":"x","server":"a"}}\n{"call":{"tool":"x","server":"b"}}', /"a" and "b".*--server/],
  ])('says what is wrong with %s', async (_, line, words) => {
    const { status, err } = await run(['replay', '--policy', file('jail.json', jail), '--calls', '-'], line);
    expect(status).toBeGreaterThan(0);
    expect(err).toMatch(words);
  });
});

it('policy suggest writes a policy that replays as it was', async () => {
  const { status, out, err } = await run(['suggest', '--calls', '-'], log);
  expect(status).toBe(0);
  expect(err).toContain('made from 2 calls');
  expect(JSON.parse(out)).toMatchObject({ default: 'deny', tools: { read: {} } });
  const again = await run(['replay', '--policy', file('suggested.json', out), '--calls', '-', '--json'], log);
  expect(JSON.parse(again.out)).toMatchObject({ calls: 3, same: 3 });
  expect((await run(['suggest', '--calls', '-'], '')).err).toContain('nothing to allow');
});

it('policy import and export go there and back', async () => {
  const settings = file('settings.json', { permissions: { deny: ['mcp__files__drop'], ask: ['mcp__files__write'] } });
  const imported = await run(['import', settings, '--from', 'claude-code']);
  expect(imported.status).toBe(0);
  expect(imported.err).toContain('narrower: permissions: tools that no rule names are denied');
  const policy = file('imported.json', imported.out);
  const claude = await run(['export', '--policy', policy, '--to', 'claude-code', '--server', 'files']);
  expect(JSON.parse(claude.out)).toEqual({ permissions: { deny: ['mcp__files__drop'], ask: ['mcp__files__write'] } });
  const tools = JSON.stringify({ tools: ['drop', 'write', 'read'].map((name) => ({ name, inputSchema: {} })) });
  const codex = await run(['export', '--policy', policy, '--to', 'codex', '--server', 'files', '--tools', '-'], tools);
  expect(codex.out).toContain('disabled_tools = [ "drop", "read" ]');
  expect((await run(['import', 'none.json', '--from', 'codex'])).err).toContain('none.json cannot be read');
  expect((await run(['import', settings, '--from', 'intercept'])).err).toMatch(/settings\.json: expected version/);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { escapeUnsafe } from '../kernel/index.ts';
import { main } from './main.ts';

/**
 * Documents come from repositories of other people, and whoever checks one reads it in a terminal: an escape sequence in
 * a key must not clear the screen or turn the line round.
 */
const evil = '\u001b[2J\u009b31m\u202egnihton';

const folder = mkdtempSync(join(tmpdir(), 'unsafe-text-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: readonly string[]) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end();
  const status = await main(args, { stdin, stdout, stderr, env: {}, cwd: folder });
  stdout.end();
  stderr.end();
  const text = async (stream: PassThrough): Promise<string> => Buffer.concat(await stream.toArray()).toString();
  return { status, shown: (await text(stdout)) + (await text(stderr)) };
}

function file(name: string, value: object | string): string {
  writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
  return name;
}

const policy = { version: '1', default: 'deny' };
const sound = file('sound.json', policy);
const key = file('key.json', { ...policy, [evil]: {} });
const value = file('value.json', { ...policy, mode: evil });
const deep = file('deep.json', { ...policy, tools: { t: { require: [{ path: evil, op: 'exists' }] } } });
const uri = file('uri.json', { ...policy, resources: { 'x:\u202eb': { action: 'deny', reason: evil.slice(-8) } } });
const yaml = file('policy.yaml', `version: "1"\ndefault: deny\n"\\e[2J\\x9b\\u202e": {}\n`);
const tests = file('tests.json', { policy: sound, cases: [], [evil]: 1 });
const calls = file('calls.jsonl', `{"call":{"tool":"t"},${JSON.stringify(evil)}:1}\n`);
const config = file('toolgate.json', {
  policies: { [evil]: policy, p: { ...policy, [evil]: {} } },
  [evil]: 1,
  servers: { s: { command: ['true'], [evil]: evil } },
});
const inline = file('inline.json', { policies: { p: { ...policy, tools: { t: { [evil]: {} } } } } });

describe('what others wrote reaches no terminal as it is', () => {
  const documents = [key, value, deep, uri, yaml];
  const commands = [
    ...documents.flatMap((name) => [
      ['policy', 'check', name],
      ['policy', 'diff', sound, name],
      ['policy', 'explain', '--policy', name, '--call', '{"resource":"x:\u202eb"}'],
      ['policy', 'export', '--policy', name, '--to', 'codex', '--server', 's'],
      ['policy', 'replay', '--policy', name, '--calls', calls],
      ['policy', 'test', tests, '--policy', name],
    ]),
    ['policy', 'import', '--from', 'intercept', yaml],
    ['policy', 'suggest', '--calls', calls],
    ['config', 'check', config],
    ['config', 'check', inline],
    ['server', 'list', '--config', config],
    ['doctor', '--config', config, '--data', 'data'],
    ['doctor', '--config', inline, '--data', 'data'],
    ['scan', config],
  ];

  it.each(commands.map((args) => [args.join(' ')] as const))('%j', async (line) => {
    const { shown } = await run(...(commands.find((args) => args.join(' ') === line) ?? []));
    expect(shown).not.toBe('');
    for (const one of shown.split('\n')) expect(one).toBe(escapeUnsafe(one));
  });
});

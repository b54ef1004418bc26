import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../config/index.ts';
import { readPolicy } from '../policy/index.ts';
import { ReadingThread } from './reading-thread.ts';

const folder = mkdtempSync(join(tmpdir(), 'toolgate-reading-'));
const file = join(folder, 'toolgate.yaml');
const thread = new ReadingThread();
const env = { TOKEN: `tg_${'s'.repeat(43)}`, SECRET: `whsec_${'A'.repeat(44)}`, ABSENT: undefined };

afterAll(() => rmSync(folder, { recursive: true }));

function written(grants: number): string {
  const tokens = Array.from({ length: grants }, (_, i) => `tg_${String(i).padStart(43, 'x')}`);
  return [
    'servers:',
    '  web: { url: https://web.example/mcp, headers: { Authorization: "Bearer ${env:TOKEN}" } }',
    '  own: { command: [node, server.js], env: { A: b } }',
    'policies:',
    '  inline:\n    version: "1"\n    default: deny\n    tools: { get_*: {} }',
    '  other: { file: other.yaml }',
    'webhooks:\n  - { name: hook, url: https://hook.example/, secret: "${env:SECRET}" }',
    'capture: paths',
    'grants:',
    '  - { label: first, servers: { web: inline, own: other }, token: "${env:TOKEN}", tags: { team: a } }',
    ...tokens.map((token, i) => `  - { label: grant-${i}, server: web, policy: inline, token: ${token} }`),
  ].join('\n');
}

describe('a configuration', () => {
  beforeAll(() => writeFileSync(join(folder, 'other.yaml'), 'version: "1"\ndefault: allow\n'));

  it('is what it is when it is read at the start, however much there is of it', { timeout: 60_000 }, async () => {
    writeFileSync(file, written(450), { mode: 0o600 });
    const here = loadConfig(file, env, { port: 7171 });
    const there = await thread.config(file, env, { port: 7171 });
    expect(here).toMatchObject({ ok: true });
    expect(here.ok && [here.config.grants.length, here.config.servers.size, here.config.policies.size]).toEqual([
      451, 2, 2,
    ]);
    expect(there).toEqual(here);
    expect(there.ok && Object.isFrozen(there.config)).toBe(true);
  });

  it.each([
    ['servers: { a: { url: 1 } }\ngrants: [{ label: x }]\n', '/servers/a/url'],
    ['servers:\n  a: { url: "https://a.example/${env:ABSENT}" }\n', '/servers/a/url'],
    ['a: [1\nb: 2\n', ''],
    ['', ''],
  ])('that is wrong is told as it is at the start: %j', { timeout: 60_000 }, async (text, pointer) => {
    writeFileSync(file, text);
    const here = loadConfig(file, env);
    expect(here.ok ? [] : here.errors).toContainEqual(expect.objectContaining({ pointer }));
    expect(await thread.config(file, env, {})).toEqual(here);
  });

  it('is read here where no thread is to be had', { timeout: 60_000 }, async () => {
    writeFileSync(file, written(0), { mode: 0o600 });
    // No thread can be given a function.
    const odd = { ...env, ODD: (() => '') as unknown as string };
    expect(await thread.config(file, odd, {})).toEqual(loadConfig(file, env));
    expect(await thread.policy({ odd: () => '' } as never)).toBeUndefined();
    expect(await thread.config(file, env, {})).toEqual(loadConfig(file, env));
  });
});

describe('a policy', () => {
  const source = (text: string) => ({
    name: 'p',
    text,
    format: 'yaml' as const,
    file: '/p.yaml',
    lineOffset: 2,
    columnOffset: 0,
  });

  it('comes back in JSON, or with what is wrong and where', { timeout: 60_000 }, async () => {
    expect(await thread.policy(source('version: "1"\ndefault: deny\n'))).toMatchObject({
      ok: true,
      inJson: { text: '{"version":"1","default":"deny"}' },
    });
    const broken = 'version: "1"\ndefault: deny\ntools:\n  a: { action: alow }\n';
    const read = readPolicy(broken, 'yaml', { name: 'p', lineOffset: 2, columnOffset: 0 });
    expect(await thread.policy(source(broken))).toEqual({ ok: false, errors: read.ok ? [] : read.errors });
  });

  it('holds up nobody here, however long it is', { timeout: 60_000 }, async () => {
    const tools = Array.from({ length: 1_000 }, (_, i) => `  tool_${i}: { action: deny, reason: "number ${i}" }`);
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const read = await thread.policy(source(['version: "1"', 'default: deny', 'tools:', ...tools].join('\n')));
    clearInterval(timer);
    expect(read?.ok).toBe(true);
    expect(turns).toBeGreaterThan(5);
  });
});

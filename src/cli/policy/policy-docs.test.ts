import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { main } from '../main.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'policy-docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The blocks of a page, by language; empty for those that name none. */
function blocks(page: string, language: string): string[] {
  const text = readFileSync(path(`docs/${page}`), 'utf8');
  const found = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  return found.filter(([, name]) => name === language).map(([, , block = '']) => block);
}

async function run(...args: readonly string[]): Promise<string> {
  const stdout = new PassThrough();
  await main(['policy', ...args], {
    stdin: new PassThrough(),
    stdout,
    stderr: new PassThrough(),
    env: {},
    cwd: folder,
  });
  stdout.end();
  return Buffer.concat(await stdout.toArray()).toString();
}

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

it('the test file in docs/policy-test.md passes, and a failure reads as it is shown', async () => {
  const [tests = ''] = blocks('policy-test.md', 'yaml');
  write('netdiag.json', readFileSync(path('examples/policies/netdiag.json'), 'utf8'));
  write('netdiag.test.yaml', tests);
  expect(await run('test', 'netdiag.test.yaml')).toBe('netdiag.test.yaml: 2 of 2 cases passed, 13 calls\n');
  write('netdiag.test.yaml', tests.replace('times: 10', 'times: 11'));
  const shown = blocks('policy-test.md', '').find((block) => block.startsWith('FAILED'));
  expect(await run('test', 'netdiag.test.yaml')).toContain(shown);
});

it('the comparison in docs/policy-diff.md is what the command says', async () => {
  const [old = '', now = ''] = blocks('policy-diff.md', 'json');
  write('old.json', old);
  write('new.json', now);
  expect(await run('diff', 'old.json', 'new.json')).toBe(blocks('policy-diff.md', '')[0]);
});

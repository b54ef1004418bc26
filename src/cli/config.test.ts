import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from './main.ts';

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'toolgate-config-cli-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

async function run(argv: readonly string[], file?: string) {
  if (file !== undefined) writeFileSync(join(cwd, 'toolgate.yaml'), file);
  const said = { out: '', err: '' };
  const into = (name: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        said[name] += String(chunk);
        done();
      },
    });
  const status = await main(argv, { stdin: new PassThrough(), stdout: into('out'), stderr: into('err'), env: {}, cwd });
  return { status, ...said };
}

test('a valid file: what is in it, status 0', async () => {
  expect(await run(['config', 'check'], 'listen: 127.0.0.1:1')).toEqual({
    status: 0,
    out: 'toolgate.yaml is valid: 0 servers, 0 policies, 0 grants\n',
    err: '',
  });
});

test('a bad one: every error at its place on stderr, status 1', async () => {
  const { status, err } = await run(['config', 'check'], 'lisen: x');
  expect(status).toBe(1);
  expect(err).toBe('toolgate.yaml:1:1: the key lisen is not known here; did you mean listen? (at /lisen)\n');
});

test('a policy inside it is read too, at its own place', async () => {
  const { status, err } = await run(['config', 'check'], '\npolicies:\n  p: { version: "1", default: deni }');
  expect(status).toBe(1);
  expect(err).toContain('toolgate.yaml:3:31: /default: expected one of');
});

test('as JSON', async () => {
  const { status, out } = await run(['config', 'check', '--json'], 'lisen: x');
  expect(status).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ valid: false, errors: [{ pointer: '/lisen', line: 1, column: 1 }] });
});

test('the schema is JSON', async () => {
  const { status, out } = await run(['config', 'schema']);
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ title: 'toolgate.yaml', additionalProperties: false });
});

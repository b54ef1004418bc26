import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { main } from '../main.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'toolgate-scan-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

async function scan(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const env = { HOME: cwd, TOOLGATE_DATA: join(cwd, 'data') };
  const running = main(['scan', ...args], { stdin: Readable.from([]), stdout, stderr, env, cwd });
  const written = Promise.all([stdout.toArray(), stderr.toArray()]);
  const status = await running;
  stdout.end();
  stderr.end();
  const [out, err] = await written;
  return { status, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
}

const config = (servers: object): Promise<void> =>
  writeFile(join(cwd, '.mcp.json'), JSON.stringify({ mcpServers: servers }));

it.each([
  ['high', 1],
  ['HIGH', 1],
  ['Medium', 1],
  ['critical', 0],
])('--fail-on %s exits with %i for a high finding', async (severity, expected) => {
  await config({ a: { url: 'http://x.example/mcp' } });
  expect((await scan('--fail-on', severity)).status).toBe(expected);
});

it('without --fail-on findings fail nothing', async () => {
  await config({ a: { url: 'http://x.example/mcp' } });
  const { status, stdout } = await scan('.mcp.json');
  expect(status).toBe(0);
  expect(stdout).toContain('[plain-http]');
});

it.each([
  [['--fail-on', 'severe'], '--fail-on "severe": expected one of low, medium, high, critical'],
  [['--format', 'xml'], 'Allowed choices are text, json, sarif, markdown'],
  [['no-such-file.json'], 'no-such-file.json cannot be read'],
  [['broken.json'], 'broken.json:1:1: expected a JSON value'],
])('%j is refused with 2 and a sentence', async (args, sentence) => {
  await writeFile(join(cwd, 'broken.json'), 'no json');
  const { status, stderr } = await scan(...args);
  expect(status).toBe(2);
  expect(stderr).toContain(sentence);
});

it('finds the files of this folder and of the home, and looks a server’s tools up nowhere when there is no catalogue', async () => {
  await config({ a: { command: 'npx', args: ['a'] } });
  const { stdout } = await scan('--json');
  expect(JSON.parse(stdout)).toMatchObject({
    files: [{ client: 'claude-code', servers: [{ name: 'a', package: 'a', toolsFrom: 'nowhere', tools: [] }] }],
    findings: [{ rule: 'unpinned-package', severity: 'medium', server: 'a' }],
  });
});

it('asks servers only when it is told to, and shows their tools with what to make of them', async () => {
  const launcher = fileURLToPath(new URL('../../../bin/toolgate.js', import.meta.url));
  await config({
    net: { command: process.execPath, args: [launcher, 'netdiag'] },
    gone: { command: join(cwd, 'no-such-program') },
    needy: { command: 'x', env: { A: '${NO_SUCH_VARIABLE}' } },
  });
  expect((await scan('.mcp.json')).stdout).toContain('tools unknown');
  const { status, stdout } = await scan('.mcp.json', '--connect', '--fail-on', 'high');
  expect(status).toBe(1);
  expect(stdout).toMatch(/high +execute +tcp_connect +allow, 10 a minute/);
  expect(stdout).toContain('[ungoverned-tool]');
  expect(stdout).toContain('needy: the variable NO_SUCH_VARIABLE is not set here  [not-looked-at]');
  expect(stdout).toMatch(/gone: .*\[not-looked-at\]/);
}, 60_000);

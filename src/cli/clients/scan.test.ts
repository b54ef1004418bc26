import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
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
  expect(stdout).toContain(
    'needy: the variable NO_SUCH_VARIABLE is not set here (nothing is known of its tools)  [not-looked-at]',
  );
  expect(stdout).toMatch(/gone: .*\[not-looked-at\]/);
}, 60_000);

it('does not forget what the catalogue knows of a server that it cannot ask', async () => {
  const args = ['-y', '@modelcontextprotocol/server-memory'];
  await config({ memory: { command: '/nowhere/npx', args } });
  const [unasked, asked] = [await scan('--json'), await scan('--json', '--connect')].map(
    ({ stdout }) => JSON.parse(stdout) as { files: { servers: { toolsFrom: string }[] }[]; findings: object[] },
  );
  expect(asked?.files[0]?.servers[0]?.toolsFrom).toBe('catalogue');
  expect(asked?.files).toEqual(unasked?.files);
  expect(asked?.findings.filter((one) => !('rule' in one && one.rule === 'not-looked-at'))).toEqual(unasked?.findings);
  expect(asked?.findings).toContainEqual(
    expect.objectContaining({
      rule: 'not-looked-at',
      message: 'The server could not be started. (what the catalogue says of it counts)',
    }),
  );
});

it.each([
  ['scan', ['--connect']],
  ['init', ['--connect', '--dry-run']],
])('%s says once which server it waits for', async (command, options) => {
  const { promise: asked, resolve: arrived } = Promise.withResolvers<void>();
  const held: ServerResponse[] = [];
  let over = false;
  const server = createServer((_request, response) => {
    if (over) response.destroy();
    else held.push(response);
    arrived();
  });
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  await config({ slow: { url }, gone: { command: join(cwd, 'no-such-program') } });
  const sentence = 'toolgate: slow has not said its tools in 5 seconds; it is waited for\n';
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const said = (): string => String(stderr.read() ?? '');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const env = { HOME: cwd, TOOLGATE_DATA: join(cwd, 'data') };
    const io = { stdin: Readable.from([]), stdout: stdout.resume(), stderr, env, cwd };
    const running = main([command, ...options], io);
    await asked;
    vi.advanceTimersByTime(4_999);
    expect(said()).toBe('');
    vi.advanceTimersByTime(1);
    expect(said()).toBe(sentence);
    vi.advanceTimersByTime(5_000);
    expect(said()).toBe('');
    over = true;
    for (const response of held) response.destroy();
    await running;
    vi.runOnlyPendingTimers();
    expect(said()).not.toContain('waited for');
  } finally {
    vi.useRealTimers();
    server.closeAllConnections();
    server.close();
  }
});

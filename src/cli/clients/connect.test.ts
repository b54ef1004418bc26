import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clientIds } from '../../clients/index.ts';
import { main } from '../main.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'toolgate-connect-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

async function toolgate(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const env = { HOME: cwd, TOOLGATE_DATA: join(cwd, 'data') };
  const running = main(args, { stdin: Readable.from([]), stdout, stderr, env, cwd });
  const written = Promise.all([stdout.toArray(), stderr.toArray()]);
  const status = await running;
  stdout.end();
  stderr.end();
  const [out, err] = await written;
  return { status, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
}

const write = async (path: string, text: string | Buffer): Promise<string> => {
  const file = join(cwd, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
};

const files = [
  '{\n  // mine\n  "mcpServers": { "files": { "command": "old", "env": { "KEY": "canary-value-1" } }, },\n  "servers": {}\n}',
  '\ufeff{\r\n\t"context_servers": {},\r\n\t"x": [1, 2]\r\n}\r\n',
  '{}',
  '',
];

it.each(clientIds)('%s: what connect writes is taken back to the byte, and shows no old secret', async (client) => {
  const texts = client === 'codex' ? ['# mine\n[tui]\nx = 1', '[mcp_servers.files]\ncommand = "old"\r\n', ''] : files;
  for (const text of texts) {
    const file = await write(client === 'codex' ? 'config.toml' : 'mcp.json', text);
    await chmod(file, 0o640);
    const { status, stdout, stderr } = await toolgate('connect', client, '--server', 'files', '--file', file);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).not.toContain('canary');
    const written = await readFile(file, 'utf8');
    expect(written).not.toBe(text);
    expect(written).toContain('/mcp/files');
    expect(written).toContain('TOOLGATE_TOKEN');
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    // Said twice, it is written once.
    expect((await toolgate('connect', client, '--server', 'files', '--file', file)).stdout).toContain(
      'says so already',
    );
    expect((await toolgate('connect', client, '--undo')).status).toBe(0);
    expect(await readFile(file)).toEqual(Buffer.from(text));
  }
});

it('writes the file that a client reads, or makes it, and takes a made one away', async () => {
  expect((await toolgate('connect', 'cursor', '--server', 'files')).status).toBe(0);
  expect(existsSync(join(cwd, '.cursor/mcp.json'))).toBe(true);
  expect((await toolgate('connect', 'cursor', '--undo')).stdout).toContain('is as it was');
  expect(existsSync(join(cwd, '.cursor/mcp.json'))).toBe(false);
  expect((await toolgate('connect', 'cursor', '--undo')).stdout).toContain('nothing to take back');
});

it('leaves what somebody has changed since, and says where the old bytes are', async () => {
  const file = await write('mcp.json', '{}');
  await toolgate('connect', 'cursor', '--server', 'files', '--file', file);
  await writeFile(file, '{"mine": 1}');
  const { status, stderr } = await toolgate('connect', 'cursor', '--undo');
  expect(status).toBe(1);
  expect(stderr).toMatch(/somebody has changed it since; what stood there before is in .*backups/);
  expect(await readFile(file, 'utf8')).toBe('{"mine": 1}');
});

it('a link stays one', async () => {
  const real = await write('dotfiles/mcp.json', '{}');
  await symlink(real, join(cwd, 'mcp.json'));
  await toolgate('connect', 'cursor', '--server', 'files', '--file', 'mcp.json');
  expect(await readFile(real, 'utf8')).toContain('/mcp/files');
});

it.each([
  [['nobody', '--server', 'x'], 2, 'Allowed choices are claude-code'],
  [['cursor'], 2, '--server must name'],
  [['cursor', '--server', 'X Y'], 2, 'wants a slug'],
  [['cursor', '--server', 'x', '--url', 'https://u:p@x.example'], 2, '--url wants'],
  [['cursor', '--server', 'x', '--token-variable', 'tg_secret-token'], 2, 'never the token itself'],
  [['cursor', '--server', 'x', '--file', 'broken.json'], 1, 'broken.json cannot be changed: it is not well-formed'],
  [['cursor', '--server', 'x', '--file', 'latin1.json'], 1, 'it is not UTF-8'],
])('%j is refused with %i', async (args, code, sentence) => {
  await write('broken.json', '{');
  await write('latin1.json', Buffer.from('{"a": "\u00e9"}', 'latin1'));
  const { status, stderr } = await toolgate('connect', ...args);
  expect([status, stderr]).toEqual([code, expect.stringContaining(sentence)]);
  expect(await readFile(join(cwd, 'broken.json'), 'utf8')).toBe('{');
});

const launcher = fileURLToPath(new URL('../../../bin/toolgate.js', import.meta.url));

it('init puts a policy before each server, which then works, and takes it all back', async () => {
  const text = `{
  "mcpServers": {
    // diagnostics
    "net": { "type": "stdio", "command": ${JSON.stringify(process.execPath)}, "args": [${JSON.stringify(launcher)}, "netdiag"], "timeout": 5 },
    "far": { "url": "https://x.example/mcp?key=canary-secret-2-canary", "headers": { "Authorization": "Bearer canary-3-canary" } },
  }
}
`;
  const file = await write('.mcp.json', text);
  const dry = await toolgate('init', '--dry-run', '--connect', '--toolgate', `${process.execPath} ${launcher}`);
  expect(dry.status).toBe(0);
  expect(await readFile(file, 'utf8')).toBe(text);
  expect(existsSync(join(cwd, 'data/policies'))).toBe(false);
  const done = await toolgate('init', '--connect', '--toolgate', `${process.execPath} ${launcher}`);
  expect(done.status).toBe(0);
  expect(done.stderr).toMatch(/^toolgate: far: [^\n]*\. \(nothing is known of its tools\)\n$/);
  expect(dry.stdout + done.stdout).not.toContain('canary');
  const written = await readFile(file, 'utf8');
  expect(written).toContain('// diagnostics');
  const { mcpServers } = JSON.parse(written.replace('// diagnostics', '').replace(/,(\s*\}\s*\}\s*)$/, '$1')) as {
    mcpServers: Record<string, { command: string; args: string[]; env?: Record<string, string>; timeout?: number }>;
  };
  expect(mcpServers.net?.timeout).toBe(5);
  expect(mcpServers.far?.args.join(' ')).not.toContain('canary-3');
  expect(mcpServers.far?.env).toEqual({ TOOLGATE_HEADER_AUTHORIZATION: 'Bearer canary-3-canary' });
  expect((await toolgate('init')).stdout).toContain('there is no server without a policy');

  const { command = '', args = [] } = mcpServers.net ?? {};
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(
    new StdioClientTransport({
      command,
      args,
      env: { HOME: cwd, TOOLGATE_DATA: join(cwd, 'run'), PATH: process.env.PATH ?? '' },
    }),
  );
  try {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('tcp_connect');
    const refused = await client.callTool({ name: 'tcp_connect', arguments: { host: '127.0.0.1', port: 1 } });
    expect(JSON.stringify(refused)).toContain('host must be a public address.');
  } finally {
    await client.close();
  }

  expect((await toolgate('init', '--undo')).status).toBe(0);
  expect(await readFile(file, 'utf8')).toBe(text);
}, 90_000);

it('init does not forget what the catalogue knows of a server that it cannot ask', async () => {
  const args = ['-y', '@modelcontextprotocol/server-memory'];
  await write('.mcp.json', JSON.stringify({ mcpServers: { memory: { command: '/nowhere/npx', args } } }));
  const unasked = await toolgate('init', '--dry-run');
  const asked = await toolgate('init', '--dry-run', '--connect');
  expect(unasked.stdout).toContain('asks a person before');
  expect(asked.stdout).toBe(unasked.stdout);
  expect(asked.stderr).toBe(
    'toolgate: memory: The server could not be started. (what the catalogue says of it counts)\n',
  );
});

it('init keeps a policy that is there, and changes nothing when a file cannot be read whole', async () => {
  await write('.mcp.json', '{"mcpServers": {"a": {"command": "x"}}}');
  const policy = await write('data/policies/a.json', '{"version": "1", "default": "deny"}');
  expect((await toolgate('init')).stdout).toContain('stays as it is');
  expect(await readFile(policy, 'utf8')).toBe('{"version": "1", "default": "deny"}');
  await toolgate('init', '--undo');
  await write('data/policies/a.json', '{"version": "1", "default": "deny", "mode": "observe"}');
  expect((await toolgate('init', '--dry-run')).stdout).toContain(
    'stays as it is, and only observes: it refuses nothing',
  );
  await write('data/policies/a.json', '{"version": ');
  expect((await toolgate('init', '--dry-run')).stdout).toContain('stays as it is, and is no JSON');
  await write('.cursor/mcp.json', '{"mcpServers": {"a": {}}}');
  const { status, stderr } = await toolgate('init');
  expect([status, stderr]).toEqual([1, expect.stringContaining('neither "command" nor "url"')]);
  expect(await readFile(join(cwd, '.mcp.json'), 'utf8')).toBe('{"mcpServers": {"a": {"command": "x"}}}');
});

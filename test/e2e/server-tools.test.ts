/** What `toolgate server` says of servers that are processes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cleanEnvironment } from '../support/gateway/child.ts';
import { runCommand } from '../support/gateway/run-command.ts';
import { startGateway } from '../support/gateway/start-gateway.ts';

const netdiag = join(import.meta.dirname, '../../examples/netdiag/server.js');

it('a tool is classed as the gateway classes it, whether the file is asked or the gateway', async () => {
  const policy = { version: '1', default: 'deny', tools: { dns_lookup: {} } };
  const servers = { netdiag: { command: [process.execPath, netdiag] } };
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-tools-'));
  await using gateway = await startGateway({ servers, policies: { netdiag: policy } });
  try {
    const file = join(folder, 'toolgate.json');
    const grants = [{ label: 'a', server: 'netdiag', policy: 'netdiag', token: 'tg_'.padEnd(46, 'x') }];
    writeFileSync(file, JSON.stringify({ servers, policies: { netdiag: policy }, grants }), { mode: 0o600 });
    const ask = async (...more: string[]): Promise<string> => {
      const env = cleanEnvironment(folder);
      const { stdout, stderr } = await runCommand(['server', 'tools', 'netdiag', ...more], { cwd: folder, env });
      expect(stderr).toBe('');
      return stdout;
    };
    const ofFile = await ask('--config', file);
    expect(ofFile).toMatch(/^tcp_connect +\w+ +\w+ +[0-9a-f]{12} {2}not listed/m);
    expect(ofFile).toMatch(/^dns_lookup +read +low +[0-9a-f]{12} {2}listed by netdiag/m);
    const ofGateway = await ask('--data', gateway.dataFolder);
    expect(ofFile.replaceAll(/ {2}(?:not listed|listed by netdiag)/g, '')).toBe(ofGateway);

    const parse = (text: string): Record<string, unknown>[] =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    const both = parse(await ask('--config', file, '--json')).map(({ usable, listedBy, ...tool }) => {
      expect([usable, listedBy]).toEqual([true, tool.name === 'dns_lookup' ? ['netdiag'] : []]);
      return tool;
    });
    expect(both).toEqual(parse(await ask('--data', gateway.dataFolder, '--json')));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('a server that is a process is not registered: what to write instead is said', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-tools-'));
  const ask = (...args: string[]) => runCommand(['server', 'add', 'files', ...args], { cwd: folder });
  const told = await ask('--', 'npx', '-y', 'a-server', '/srv');
  expect([told.code, told.stdout]).toEqual([2, '']);
  expect(told.stderr).toContain('servers: {"files":{"command":["npx","-y","a-server","/srv"]}}');
  expect((await ask()).stderr).toMatch(/give --url.*\n\(toolgate server add --help/);
  rmSync(folder, { recursive: true });
});

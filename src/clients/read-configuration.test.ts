import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEdit } from './edit.ts';
import { type ClientId, clientFiles, clientNamed, knownClients, readConfiguration } from './index.ts';
import { setMember } from './jsonc/set-member.ts';
import { setTable } from './toml/set-table.ts';

const stdio = { command: 'npx', args: ['-y', 'x'], env: new Map([['KEY', 'value']]) };
const remote = { url: 'https://gate.example/mcp/files', tokenVariable: 'TOOLGATE_TOKEN' };

it.each(knownClients)('reads what it writes for $title', (client) => {
  for (const entry of [client.stdio(stdio), client.remote?.(remote)]) {
    if (entry === undefined) continue;
    const edit =
      client.format === 'toml'
        ? setTable('', client.section, 'files', entry)
        : setMember('', [client.section, 'files'], entry);
    const read = readConfiguration(client.format === 'toml' ? 'config.toml' : 'mcp.json', applyEdit('', edit));
    expect(read.problems).toEqual([]);
    const [server] = read.servers;
    expect(server?.name).toBe('files');
    if (server?.transport === 'stdio') {
      expect(server.command.map(({ value }) => value)).toEqual(['npx', '-y', 'x']);
      expect(server.env.get('KEY')?.value).toBe('value');
    } else {
      expect(server?.url?.value).toBe(remote.url);
      expect(JSON.stringify(entry)).toContain('TOOLGATE_TOKEN');
    }
  }
});

it.each([
  ['{"mcpServers": {"a": {"command": "x"}}}', ['a']],
  ['{"servers": {"a": {"type": "http", "url": "https://x.example"}}, "inputs": []}', ['a']],
  ['{"context_servers": {"a": {"command": {"path": "x", "args": ["y"], "env": {"K": "v"}}}}}', ['a']],
  ['{"mcp": {"servers": {"a": {"command": "x"}}}}', ['a']],
  ['{"projects": {"/p": {"mcpServers": {"a": {"command": "x"}}}}, "mcpServers": {"b": {"command": "y"}}}', ['b', 'a']],
  ['{"a": {"command": "x"}, "b": {"url": "https://x.example"}}', ['a', 'b']],
  ['\ufeff// c\n{"mcpServers": {"a": {"command": "x",},},}', ['a']],
])('finds the servers of %s', (text, names) => {
  const { servers, problems } = readConfiguration('x.json', text);
  expect(problems).toEqual([]);
  expect(servers.map(({ name }) => name)).toEqual(names);
});

it('reads Codex’s tables', () => {
  const text =
    '[mcp_servers.a]\ncommand = "x"\nenabled = false\n\n[mcp_servers.a.env]\nK = "v"\n[mcp_servers.b]\nurl = "https://x.example"\nbearer_token_env_var = "T"\ndefault_tools_approval_mode = "approve"\n';
  const { servers } = readConfiguration('config.toml', text);
  expect(
    servers.map(({ name, disabled, line, tokenVariable, unasked }) => [
      name,
      disabled,
      line,
      tokenVariable,
      unasked?.value,
    ]),
  ).toEqual([
    ['a', true, 1, undefined, undefined],
    ['b', false, 7, 'T', 'all'],
  ]);
  expect(servers[0]?.env.get('K')).toEqual({ value: 'v', line: 5, column: 1 });
});

it.each([
  ['{"mcpServers": {"a": 1}}', 1, 'must be an object'],
  ['{"mcpServers": {\n"a": {}}}', 2, 'neither'],
  ['{"mcpServers": {"a": {"command": "x", "url": "y"}}}', 1, 'both'],
  ['{"mcpServers": {"a": {"command": 1}}}', 1, '"command" must be a string'],
  ['{"mcpServers": {"a": {"command": "x",\n\n"args": [1]}}}', 3, '"args" must be'],
  ['{"mcpServers": {"a": {"command": "x", "env": []}}}', 1, '"env" must be'],
  ['{"mcpServers": {"a": {"url": "x", "headers": {"A": {}}}}}', 1, '"headers" must be'],
  ['{"mcpServers": {"a": {"command": "x"}, "a": {"command": "y"}}}', 1, 'stands twice'],
  ['{"other": 1}', 1, 'no servers in it'],
  ['{', 1, 'expected'],
])('says what is wrong with %s', (text, line, message) => {
  const { servers, problems } = readConfiguration('mcp.json', text);
  expect(servers).toEqual([]);
  expect(problems).toMatchObject([{ line, message: expect.stringContaining(message) }]);
});

it('reads anything without a throw, and quotes nothing of what it cannot read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('a.json', 'a.toml'), (text, file) => {
      readConfiguration(file, text);
      readConfiguration(file, `{"mcpServers": {"a": {"command": "canary-${text}`);
    }),
  );
  for (const { message } of readConfiguration('a.toml', 'token = "canary-value').problems)
    expect(message).not.toContain('canary');
});

it('knows where files lie on each platform', () => {
  const at = (id: ClientId, platform: NodeJS.Platform, env = {}): string[] =>
    clientFiles(clientNamed(id), {
      platform,
      home: platform === 'win32' ? 'C:\\Users\\a' : '/home/a',
      env,
      cwd: platform === 'win32' ? 'C:\\p' : '/p',
    }).map(({ path }) => path);
  expect(at('claude-code', 'linux')).toEqual(['/p/.mcp.json', '/home/a/.claude.json']);
  expect(at('claude-desktop', 'darwin')).toEqual([
    '/home/a/Library/Application Support/Claude/claude_desktop_config.json',
  ]);
  expect(at('claude-desktop', 'win32', { APPDATA: 'C:\\R' })).toEqual(['C:\\R\\Claude\\claude_desktop_config.json']);
  expect(at('cursor', 'win32')).toEqual(['C:\\p\\.cursor\\mcp.json', 'C:\\Users\\a\\.cursor\\mcp.json']);
  expect(at('vscode', 'linux')).toEqual(['/p/.vscode/mcp.json', '/home/a/.config/Code/User/mcp.json']);
  expect(at('windsurf', 'darwin')).toEqual(['/home/a/.codeium/windsurf/mcp_config.json']);
  expect(at('codex', 'linux', { CODEX_HOME: '/c' })).toEqual(['/p/.codex/config.toml', '/c/config.toml']);
  expect(at('gemini-cli', 'linux')).toEqual(['/p/.gemini/settings.json', '/home/a/.gemini/settings.json']);
  expect(at('zed', 'linux', { XDG_CONFIG_HOME: '/x' })).toEqual(['/p/.zed/settings.json', '/x/zed/settings.json']);
  expect(at('zed', 'win32')).toEqual([
    'C:\\p\\.zed\\settings.json',
    'C:\\Users\\a\\AppData\\Roaming\\Zed\\settings.json',
  ]);
});

import type { JsonObject } from '../protocol/index.ts';
import type { Client, ClientId, ConfigLocation, RemoteEntry, StdioEntry } from './client.ts';

const project = (...path: string[]): ConfigLocation => ({ scope: 'project', base: 'project', path });
const home = (...path: string[]): ConfigLocation => ({ scope: 'user', base: 'home', path });

/** The folder in which an Electron program keeps its settings. */
function appData(...path: string[]): ConfigLocation {
  return { scope: 'user', base: 'appData', path };
}

function plain({ command, args, env }: StdioEntry): JsonObject {
  return { command, args: [...args], ...(env.size > 0 && { env: Object.fromEntries(env) }) };
}

const typed = (entry: StdioEntry): JsonObject => ({ type: 'stdio', ...plain(entry) });

/** @param reference how the client writes a variable of its environment */
function bearer(reference: (name: string) => string): (entry: RemoteEntry) => JsonObject {
  return ({ tokenVariable }) => ({ Authorization: `Bearer ${reference(tokenVariable)}` });
}

const dollar = bearer((name) => `\${${name}}`);
const dollarEnv = bearer((name) => `\${env:${name}}`);

const clients: readonly Client[] = [
  {
    id: 'claude-code',
    title: 'Claude Code',
    format: 'jsonc',
    section: 'mcpServers',
    places: [project('.mcp.json'), home('.claude.json')],
    stdio: typed,
    remote: (entry) => ({ type: 'http', url: entry.url, headers: dollar(entry) }),
  },
  {
    id: 'claude-desktop',
    title: 'Claude Desktop',
    format: 'jsonc',
    section: 'mcpServers',
    places: [appData('Claude', 'claude_desktop_config.json')],
    stdio: plain,
  },
  {
    id: 'cursor',
    title: 'Cursor',
    format: 'jsonc',
    section: 'mcpServers',
    places: [project('.cursor', 'mcp.json'), home('.cursor', 'mcp.json')],
    stdio: plain,
    remote: (entry) => ({ url: entry.url, headers: dollarEnv(entry) }),
  },
  {
    id: 'vscode',
    title: 'VS Code',
    format: 'jsonc',
    section: 'servers',
    places: [project('.vscode', 'mcp.json'), appData('Code', 'User', 'mcp.json')],
    stdio: typed,
    remote: (entry) => ({ type: 'http', url: entry.url, headers: dollarEnv(entry) }),
  },
  {
    id: 'windsurf',
    title: 'Windsurf',
    format: 'jsonc',
    section: 'mcpServers',
    places: [home('.codeium', 'windsurf', 'mcp_config.json')],
    stdio: plain,
    remote: (entry) => ({ serverUrl: entry.url, headers: dollarEnv(entry) }),
  },
  {
    id: 'codex',
    title: 'Codex',
    format: 'toml',
    section: 'mcp_servers',
    places: [project('.codex', 'config.toml'), home('.codex', 'config.toml')],
    stdio: plain,
    remote: ({ url, tokenVariable }) => ({ url, bearer_token_env_var: tokenVariable }),
  },
  {
    id: 'gemini-cli',
    title: 'Gemini CLI',
    format: 'jsonc',
    section: 'mcpServers',
    places: [project('.gemini', 'settings.json'), home('.gemini', 'settings.json')],
    stdio: plain,
    remote: (entry) => ({ httpUrl: entry.url, headers: dollar(entry) }),
  },
  {
    id: 'zed',
    title: 'Zed',
    format: 'jsonc',
    section: 'context_servers',
    places: [
      project('.zed', 'settings.json'),
      { scope: 'user', base: 'config', path: ['zed', 'settings.json'], platforms: ['linux', 'darwin', 'freebsd'] },
      { scope: 'user', base: 'appData', path: ['Zed', 'settings.json'], platforms: ['win32'] },
    ],
    stdio: plain,
  },
];

const byId: ReadonlyMap<string, Client> = new Map(clients.map((client) => [client.id, client]));

/** All of them, in the order of `clientIds`. */
export const knownClients: readonly Client[] = clients;

/** The client of that name; `undefined` for a word that is none. */
export function clientNamed(id: ClientId): Client;
export function clientNamed(id: string): Client | undefined;
export function clientNamed(id: string): Client | undefined {
  return byId.get(id);
}

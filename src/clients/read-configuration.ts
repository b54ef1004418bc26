import { isJsonObject, type JsonObject, type JsonValue } from '../protocol/index.ts';
import type { ClientId } from './client.ts';
import type { ClientConfiguration, ConfigurationProblem, ConfiguredServer, PlacedText } from './configured-server.ts';
import { type PlacedTree, readTree } from './placed-tree.ts';

/** Members that hold servers, in any client's file. */
const sections = ['mcpServers', 'servers', 'mcp_servers', 'context_servers'];

/** Far more than anybody has; each one of them costs a look at the whole file when it is changed. */
const mostServers = 500;

/** File names that only one client has. */
const names: readonly (readonly [RegExp, ClientId])[] = [
  [/(^|[/\\])\.(mcp|claude)\.json$/, 'claude-code'],
  [/(^|[/\\])claude_desktop_config\.json$/, 'claude-desktop'],
  [/(^|[/\\])\.cursor[/\\]mcp\.json$/, 'cursor'],
  [/(^|[/\\])(\.vscode|User)[/\\](mcp|settings)\.json$/, 'vscode'],
  [/(^|[/\\])windsurf[/\\]mcp_config\.json$/, 'windsurf'],
  [/(^|[/\\])\.codex[/\\]config\.toml$/, 'codex'],
  [/(^|[/\\])\.gemini[/\\]settings\.json$/, 'gemini-cli'],
  [/(^|[/\\])\.?zed[/\\]settings\.json$/i, 'zed'],
];

/**
 * Reads the servers of a client's file, whosever it is: `mcpServers`, `servers`, `mcp_servers`, `context_servers`,
 * VS Code's `mcp.servers` in its settings, the projects of `.claude.json`, and a file that is nothing but servers.
 * Comments and trailing commas are taken; what an entry cannot mean is a problem, never guessed at.
 *
 * @param file its name, by which client and format are told
 */
export function readConfiguration(file: string, text: string): ClientConfiguration {
  const format = /\.toml$/i.test(file) ? 'toml' : 'jsonc';
  const client = names.find(([pattern]) => pattern.test(file))?.[1];
  const found = { file, client, format } as const;
  const tree = readTree(text, format);
  if ('message' in tree) return { ...found, servers: [], problems: [tree] };
  const problems: ConfigurationProblem[] = [];
  const holders = holdersIn(tree.value);
  const count = holders.reduce((sum, { members }) => sum + Object.keys(members).length, 0);
  if (count > mostServers) {
    const message = `there are ${count} servers in it, and at most ${mostServers} are read`;
    return { ...found, servers: [], problems: [{ message, line: 1, column: 1 }] };
  }
  const servers = holders.flatMap(({ path, members }) =>
    Object.entries(members).flatMap(([name, entry]) => {
      const server = serverOf(name, entry, [...path, name], tree);
      if ('name' in server) return [server];
      problems.push(server);
      return [];
    }),
  );
  if (holders.length === 0) {
    const known = sections.map((section) => `"${section}"`).join(', ');
    // Settings files hold much besides servers, and need hold none.
    if (!/settings\.json$|\.claude\.json$|\.toml$/.test(file))
      problems.push({ message: `there are no servers in it: expected one of ${known}`, line: 1, column: 1 });
  }
  return { ...found, servers, problems };
}

interface Holder {
  readonly path: readonly string[];
  readonly members: JsonObject;
}

function holdersIn(root: JsonValue): Holder[] {
  if (!isJsonObject(root)) return [];
  const own = new Map(Object.entries(root));
  const direct = sections.flatMap((section) => holderAt(own.get(section), [section]));
  const mcp = own.get('mcp');
  const nested = mcp !== undefined && isJsonObject(mcp) ? holderAt(memberOf(mcp, 'servers'), ['mcp', 'servers']) : [];
  const projects = own.get('projects');
  const perProject =
    projects !== undefined && isJsonObject(projects)
      ? Object.entries(projects).flatMap(([name, project]) =>
          isJsonObject(project) ? holderAt(memberOf(project, 'mcpServers'), ['projects', name, 'mcpServers']) : [],
        )
      : [];
  const all = [...direct, ...nested, ...perProject];
  if (all.length > 0 || own.size === 0) return all;
  const bare = [...own.values()].every((entry) => isJsonObject(entry) && ('command' in entry || 'url' in entry));
  return bare ? [{ path: [], members: root }] : [];
}

function holderAt(value: JsonValue | undefined, path: readonly string[]): Holder[] {
  return value !== undefined && isJsonObject(value) ? [{ path, members: value }] : [];
}

function memberOf(object: JsonObject, name: string): JsonValue | undefined {
  return new Map(Object.entries(object)).get(name);
}

function serverOf(
  name: string,
  entry: JsonValue,
  path: readonly string[],
  { placeOf }: PlacedTree,
): ConfiguredServer | ConfigurationProblem {
  const here = placeOf(path);
  const problem = (message: string, ...inner: string[]): ConfigurationProblem => ({
    message: `${message} (server ${JSON.stringify(name)})`,
    ...placeOf([...path, ...inner]),
  });
  if (!isJsonObject(entry)) return problem('a server must be an object');
  const own = new Map(Object.entries(entry));
  // Zed once wrote `command: {path, args, env}`.
  const nested = own.get('command');
  const inner = nested !== undefined && isJsonObject(nested) ? new Map(Object.entries(nested)) : own;
  const prefix = inner === own ? [] : ['command'];
  const program = inner === own ? own.get('command') : inner.get('path');
  const urlKey = ['url', 'httpUrl', 'serverUrl'].find((key) => own.has(key));
  const url = urlKey === undefined ? undefined : own.get(urlKey);
  if (program !== undefined && typeof program !== 'string') return problem('"command" must be a string', 'command');
  if (url !== undefined && typeof url !== 'string') return problem(`"${urlKey}" must be a string`, urlKey ?? '');
  if ((program ?? '') === '' && (url ?? '') === '') return problem('it has neither "command" nor "url"');
  if (program !== undefined && url !== undefined) return problem('it has both "command" and a URL');
  const args = inner.get('args') ?? [];
  if (!Array.isArray(args) || !args.every((arg) => typeof arg === 'string')) {
    return problem('"args" must be a list of strings', ...prefix, 'args');
  }
  const env = textsOf(inner.get('env'), [...path, ...prefix, 'env'], placeOf);
  if (env === undefined) return problem('"env" must be an object of strings', ...prefix, 'env');
  const headerKey = ['headers', 'http_headers'].find((key) => own.has(key)) ?? 'headers';
  const headers = textsOf(own.get(headerKey), [...path, headerKey], placeOf);
  if (headers === undefined) return problem(`"${headerKey}" must be an object of strings`, headerKey);
  const at = (value: string, ...where: string[]): PlacedText<string> => ({ value, ...placeOf([...path, ...where]) });
  const cwd = own.get('cwd');
  const variable = own.get('bearer_token_env_var');
  return {
    name,
    path,
    entry,
    ...here,
    transport: program === undefined ? 'http' : 'stdio',
    command:
      program === undefined
        ? []
        : [
            at(program, ...prefix, inner === own ? 'command' : 'path'),
            ...args.map((arg, index) => at(arg as string, ...prefix, 'args', String(index))),
          ],
    cwd: typeof cwd === 'string' ? cwd : undefined,
    env,
    url: url === undefined ? undefined : at(url, urlKey ?? 'url'),
    headers,
    tokenVariable: typeof variable === 'string' ? variable : undefined,
    disabled: own.get('disabled') === true || own.get('enabled') === false,
    unasked: unaskedOf(own, path, placeOf),
  };
}

/** @returns `undefined` where it is no object of strings; numbers and booleans are taken as clients take them */
function textsOf(
  value: JsonValue | undefined,
  path: readonly string[],
  placeOf: PlacedTree['placeOf'],
): ReadonlyMap<string, PlacedText<string>> | undefined {
  if (value === undefined || value === null) return new Map();
  if (!isJsonObject(value)) return undefined;
  const texts = new Map<string, PlacedText<string>>();
  for (const [key, one] of Object.entries(value)) {
    if (typeof one === 'object' && one !== null) return undefined;
    texts.set(key, { value: one === null ? '' : String(one), ...placeOf([...path, key]) });
  }
  return texts;
}

function unaskedOf(
  own: ReadonlyMap<string, JsonValue>,
  path: readonly string[],
  placeOf: PlacedTree['placeOf'],
): ConfiguredServer['unasked'] {
  if (own.get('trust') === true) return { value: 'all', ...placeOf([...path, 'trust']) };
  if (own.get('default_tools_approval_mode') === 'approve') {
    return { value: 'all', ...placeOf([...path, 'default_tools_approval_mode']) };
  }
  for (const key of ['alwaysAllow', 'autoApprove']) {
    const tools = own.get(key);
    if (!Array.isArray(tools)) continue;
    const named = tools.filter((tool) => typeof tool === 'string');
    if (named.length === 0) continue;
    return { value: named.includes('*') ? 'all' : named, ...placeOf([...path, key]) };
  }
  return undefined;
}

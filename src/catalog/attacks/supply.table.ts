import type { Attack } from './attack.ts';
import { call, direct, must, only, tool } from './parts.ts';

const mail = [tool('send_email', 'to! body!')];

/** Attacks by where a server comes from. */
export const supplyAttacks: readonly Attack[] = [
  {
    slug: 'malicious-package',
    kind: 'pattern',
    title: 'A malicious version of a package',
    summary: 'What npx or uvx fetches today is another program than yesterday.',
    how: 'The author turns, sells the name, or loses the account; unpinned configurations run it at the next start.',
    tags: { owaspMcp: ['MCP04'], owaspAsi: ['ASI04'], cwe: [1357, 494] },
    needs: [],
    signals: ['`scan` finding `unpinned-package`'],
    policy: only({ send_email: must('to', 'fullmatch', '[a-z]+@example\\.com') }),
    verdict: 'not_blocked',
    because:
      'The program runs where it runs, and sends what it likes from there. Pin versions; give the process no more than its own variables, as the gateway does.',
    sources: ['CWE-494'],
    replay: {
      tools: mail,
      benign: [call('send_email', { to: 'ann@example.com', body: 'x' })],
      stopped: [],
      passes: [call('send_email', { to: 'bob@example.com', body: 'copied inside' })],
    },
  },
  {
    slug: 'typosquatted-server',
    kind: 'pattern',
    title: 'A package called almost like a known one',
    summary: 'A letter swapped, another scope, a one for an l.',
    how: 'It offers the same tools and does more.',
    tags: { owaspMcp: ['MCP04', 'MCP09'], owaspAsi: ['ASI04'], cwe: [1357] },
    needs: [],
    signals: ['`scan` finding `look-alike-package`'],
    policy: only({ send_email: {} }),
    verdict: 'not_blocked',
    because: 'To the gateway it is a server like any other. `toolgate scan` compares names with well-known ones.',
    sources: ['CWE-1357'],
    replay: {
      tools: mail,
      benign: [call('send_email', { to: 'a', body: 'x' })],
      stopped: [],
      passes: [call('send_email', { to: 'b', body: 'x' })],
    },
  },
  {
    slug: 'shadow-server',
    kind: 'pattern',
    title: 'A server that nobody knows of',
    summary: 'A developer adds a server to his client; it has production credentials and no policy.',
    how: 'A line in a configuration file.',
    tags: { owaspMcp: ['MCP09'], owaspAsi: ['ASI04'] },
    needs: [],
    signals: ['`scan` finding `ungoverned-tool`'],
    policy: only({}),
    verdict: 'not_blocked',
    because:
      'It is not behind the gateway. `toolgate scan` on machines and in pull requests finds it; `toolgate init` puts a policy before it.',
    sources: ['OWASP MCP09'],
    replay: {
      tools: [tool('query', 'sql!'), tool('ping')],
      benign: [],
      stopped: [],
      passes: [direct('query', { sql: 'DROP TABLE users' })],
    },
  },
  {
    slug: 'excess-environment',
    kind: 'pattern',
    title: 'A server that sees the whole environment',
    summary: 'A process that is started with everything its parent has finds keys that are none of its business.',
    how: 'Most runtimes hand the environment on by default.',
    tags: { owaspMcp: ['MCP01'], owaspAsi: ['ASI03'], cwe: [526] },
    needs: ['returns_secret'],
    signals: ['a tool that returns variables'],
    policy: only({ get_time: {} }, { hide: ['get_env'] }),
    verdict: 'blocked',
    because: 'Servers that the gateway starts get a minimal environment; a tool that shows variables is hidden.',
    sources: ['CWE-526'],
    replay: {
      tools: [tool('get_time'), tool('get_env', 'names:array')],
      benign: [call('get_time')],
      stopped: [call('get_env', { names: ['AWS_SECRET_ACCESS_KEY'] }), { kind: 'listed', tool: 'get_env' }],
      passes: [],
    },
  },
  {
    slug: 'config-rewrite',
    kind: 'pattern',
    title: 'The agent rewrites its own configuration',
    summary: 'A tool that writes files adds a server, or a command, to the client’s configuration.',
    how: 'The client starts what stands there, sometimes without asking again.',
    tags: { owaspMcp: ['MCP02', 'MCP05'], owaspAsi: ['ASI05', 'ASI10'], cwe: [269] },
    needs: ['fs_path'],
    signals: ['writes to mcp.json, settings.json, config.toml'],
    policy: {
      version: '1',
      default: 'deny',
      tools: {
        write_file: {
          require: [{ path: 'args.path', op: 'path_within', value: ['/srv/site'] }],
          deny_if: [
            {
              conditions: [
                {
                  path: 'args.path',
                  op: 'regex',
                  value:
                    '(?i)(^|/)(\\.mcp\\.json|mcp\\.json|\\.cursor|\\.vscode|\\.claude|\\.codex|\\.gemini|\\.zed)($|/)',
                },
              ],
            },
          ],
        },
      },
    },
    verdict: 'blocked',
    because: 'Writing is confined to one folder, and in it the places of clients’ configurations are refused.',
    sources: ['CVE-2025-54135', 'CVE-2025-54136'],
    replay: {
      tools: [tool('write_file', 'path! content!')],
      benign: [call('write_file', { path: '/srv/site/a.ts', content: 'x' })],
      stopped: [
        '/srv/site/.cursor/mcp.json',
        '/srv/site/.mcp.json',
        '/home/a/.cursor/mcp.json',
        '/srv/site/.VSCODE/mcp.json',
      ].map((path) => call('write_file', { path, content: '{}' })),
      passes: [],
    },
  },
];

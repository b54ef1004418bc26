// Lists the tools of MCP servers that are installed as npm packages, as JSON lines: the package, its version, licence and
// repository, and each definition with its hash. `node scripts/starter/list-npm-servers.ts <folder> <package>…`, where
// <folder> holds node_modules. It starts the packages' programs: name only packages that you would run.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { StdioServer } from '../../src/config/index.ts';
import { inspectServer } from '../../src/gateway/index.ts';
import { anchoredClock } from '../../src/kernel/index.ts';
import { defaultCaps } from '../../src/protocol/index.ts';
import { openUpstream } from '../../src/upstream/index.ts';

/** What some programs must be told before they list anything; none of it opens anything. */
const needs: ReadonlyMap<
  string,
  { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> }
> = new Map([
  ['@modelcontextprotocol/server-filesystem', { args: ['.'] }],
  ['@playwright/mcp', { args: ['--headless'] }],
  ['@notionhq/notion-mcp-server', { env: { NOTION_TOKEN: 'ntn_none' } }],
  ['tavily-mcp', { env: { TAVILY_API_KEY: 'tvly-none' } }],
  ['firecrawl-mcp', { env: { FIRECRAWL_API_KEY: 'fc-none' } }],
  ['@brightdata/mcp', { env: { API_TOKEN: 'none', PRO_MODE: 'true' } }],
  ['@sentry/mcp-server', { args: ['--access-token=none', '--host=sentry.io'], env: { SENTRY_ACCESS_TOKEN: 'none' } }],
  [
    '@zereight/mcp-gitlab',
    {
      env: {
        GITLAB_PERSONAL_ACCESS_TOKEN: 'none',
        USE_PIPELINE: 'true',
        USE_MILESTONE: 'true',
        USE_GITLAB_WIKI: 'true',
      },
    },
  ],
  ['@supabase/mcp-server-supabase', { args: ['--access-token', 'sbp_none'] }],
]);

const [folder = '.', ...packages] = process.argv.slice(2);
for (const name of packages) {
  const manifestFile = join(resolve(folder), 'node_modules', name, 'package.json');
  if (!existsSync(manifestFile)) {
    console.error(`${name}: is not installed there`);
    continue;
  }
  const manifest: Manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  const program = typeof manifest.bin === 'string' ? manifest.bin : Object.values(manifest.bin ?? {})[0];
  if (program === undefined) {
    console.error(`${name}: has no program`);
    continue;
  }
  const { args = [], env = {} } = needs.get(name) ?? {};
  const server: StdioServer = {
    slug: 'listed',
    transport: 'stdio',
    command: [process.execPath, join(manifestFile, '..', program), ...args],
    env: new Map(Object.entries({ PATH: process.env.PATH ?? '', HOME: resolve(folder), ...env })),
    cwd: resolve(folder),
    shared: false,
    runAs: undefined,
    timeouts: { connectMs: 60_000, firstByteMs: 60_000, idleMs: 60_000 },
    caps: { ...defaultCaps, response: 16 * 1024 * 1024 },
    maxConcurrency: undefined,
    pinned: false,
    trusted: false,
  };
  const upstream = await openUpstream(server, { clock: anchoredClock(), log: () => undefined });
  try {
    const { tools } = await inspectServer(upstream, '0');
    const repository = typeof manifest.repository === 'string' ? { url: manifest.repository } : manifest.repository;
    console.log(
      JSON.stringify({
        package: name,
        version: manifest.version,
        licence: manifest.license ?? 'unknown',
        repository: repository?.url,
        subfolder: repository?.directory,
        tools: [...tools.values()].map(({ definition, hash }) => ({
          definition: JSON.parse(definition.toString()),
          hash,
        })),
      }),
    );
    console.error(`${name}: ${tools.size} tools`);
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await upstream.close();
  }
}
process.exit(0);

interface Manifest {
  readonly version: string;
  readonly license?: string;
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly repository?: string | { readonly url: string; readonly directory?: string };
}

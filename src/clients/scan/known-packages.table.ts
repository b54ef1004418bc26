import type { RunPackage } from './package-of.ts';

/** Packages that many use: a name that is almost one of these is worth a second look. */
export const wellKnown: readonly string[] = [
  '@modelcontextprotocol/server-everything',
  '@modelcontextprotocol/server-filesystem',
  '@modelcontextprotocol/server-memory',
  '@modelcontextprotocol/server-sequential-thinking',
  '@modelcontextprotocol/server-github',
  '@modelcontextprotocol/server-gitlab',
  '@modelcontextprotocol/server-google-maps',
  '@modelcontextprotocol/server-gdrive',
  '@modelcontextprotocol/server-postgres',
  '@modelcontextprotocol/server-puppeteer',
  '@modelcontextprotocol/server-slack',
  '@modelcontextprotocol/server-brave-search',
  '@modelcontextprotocol/inspector',
  '@azure/mcp',
  '@browsermcp/mcp',
  '@cloudflare/mcp-server-cloudflare',
  '@eslint/mcp',
  '@notionhq/notion-mcp-server',
  '@playwright/mcp',
  '@sentry/mcp-server',
  '@stripe/mcp',
  '@supabase/mcp-server-supabase',
  '@upstash/context7-mcp',
  'chrome-devtools-mcp',
  'exa-mcp-server',
  'figma-developer-mcp',
  'firecrawl-mcp',
  'mcp-remote',
  'mongodb-mcp-server',
  'tavily-mcp',
  'toolgate',
  'mcp-atlassian',
  'mcp-server-fetch',
  'mcp-server-git',
  'mcp-server-sqlite',
  'mcp-server-time',
];

/** Versions that are known to be bad. */
export interface BadVersions {
  readonly registry: RunPackage['registry'];
  readonly name: string;
  /** The first bad version; all before `below` when absent. */
  readonly from?: string;
  /** The first good version. */
  readonly below: string;
  /** What it is, and under which number it can be read up. */
  readonly what: string;
}

/** From the incidents of the attack database. */
export const badVersions: readonly BadVersions[] = [
  {
    registry: 'npm',
    name: 'mcp-remote',
    from: '0.0.5',
    below: '0.1.16',
    what: 'a server can run commands on this machine (CVE-2025-6514)',
  },
  {
    registry: 'npm',
    name: 'postmark-mcp',
    from: '1.0.16',
    below: '1.0.19',
    what: 'sends a copy of every mail to a stranger',
  },
  {
    registry: 'npm',
    name: '@modelcontextprotocol/inspector',
    below: '0.14.1',
    what: 'a web page can run commands on this machine (CVE-2025-49596)',
  },
  {
    registry: 'pypi',
    name: 'mcp-server-git',
    below: '2026.1.14',
    what: 'paths lead out of the repository (CVE-2026-27735, CVE-2025-68143 to 68145)',
  },
  {
    registry: 'pypi',
    name: 'mcp-atlassian',
    below: '0.17.0',
    what: 'request headers choose the upstream, and paths lead out (CVE-2026-27825, CVE-2026-27826)',
  },
];

import type { Config } from '../../config/index.ts';
import { urlHost } from '../../kernel/index.ts';
import { version } from '../version.ts';

/** Where a gateway listens. */
interface At {
  readonly host: string;
  readonly port: number;
}

/** How a gateway is reached: an origin without a trailing slash. */
export function originOf({ publicUrl, tls }: Pick<Config, 'publicUrl' | 'tls'>, { host, port }: At): string {
  return publicUrl?.replace(/\/$/, '') ?? `${tls === undefined ? 'http' : 'https'}://${urlHost(host)}:${port}`;
}

/** How operators reach the dashboard: where agents reach the gateway, unless it has a listener of its own. */
export function adminOriginOf(config: Pick<Config, 'publicUrl' | 'tls' | 'admin'>, agents: At, operators?: At): string {
  const { tls, admin } = config;
  if (admin === undefined || operators === undefined) return originOf(config, agents);
  return originOf({ publicUrl: admin.publicUrl, tls }, operators);
}

/** What `toolgate up` says when it is ready. */
export function greeting({
  config,
  at,
  dashboard,
  setupLink,
  demoToken,
  folder,
}: {
  readonly config: Config;
  readonly at: At;
  /** How operators reach the dashboard. */
  readonly dashboard: string;
  readonly setupLink: string | undefined;
  readonly demoToken: string | undefined;
  readonly folder: string;
}): string {
  const origin = originOf(config, at);
  const lines = [`Toolgate ${version} is ready on ${origin}`, ''];
  for (const slug of config.servers.keys()) lines.push(`  ${origin}/mcp/${slug}`);
  if (demoToken !== undefined) lines.push('', `  token: ${demoToken}`);
  if (dashboard !== origin) lines.push('', `The dashboard is on ${dashboard}`);
  if (setupLink !== undefined) {
    lines.push('', 'There is no user yet. Make the first one, an admin, within 15 minutes:', '', `  ${setupLink}`);
  }
  if (demoToken !== undefined) lines.push('', ...demoLines(`${origin}/mcp/netdiag`, demoToken, at.port, folder));
  return `${lines.join('\n')}\n`;
}

function demoLines(url: string, token: string, port: number, folder: string): string[] {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const call = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'tcp_connect', arguments: { host: '127.0.0.1', port }, _meta: meta },
  };
  return [
    'A call through it (the eleventh within a minute is refused, and so is every tool that the policy does not name):',
    '',
    `  curl -s ${url} -H 'Authorization: Bearer ${token}' -H 'Content-Type: application/json' \\`,
    `    -H 'Accept: application/json, text/event-stream' -H 'MCP-Protocol-Version: 2026-07-28' \\`,
    `    -H 'Mcp-Method: tools/call' -H 'Mcp-Name: tcp_connect' \\`,
    `    -d '${JSON.stringify(call)}'`,
    '',
    `What happened: npx toolgate audit tail --data ${folder}`,
    '',
  ];
}

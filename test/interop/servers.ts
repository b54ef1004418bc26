import { setTimeout as sleep } from 'node:timers/promises';
import { legacyClient } from '../support/gateway/clients.ts';
import { inspector, type Tool } from '../support/gateway/inspector.ts';
import { open, programOf } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import type { Trial } from './trial.ts';

/** What is run, and how. None of them needs a network, a browser or credentials to say what it has. */
const candidates = [
  { name: 'mongodb-mcp-server', args: [], env: { MDB_MCP_TELEMETRY: 'disabled' } },
  { name: '@playwright/mcp', args: ['--headless'], env: {} },
  { name: 'chrome-devtools-mcp', args: ['--headless', '--no-usage-statistics'], env: {} },
  { name: '@eslint/mcp', args: [], env: {} },
  { name: '@modelcontextprotocol/server-sequential-thinking', args: [], env: {} },
  { name: '@modelcontextprotocol/server-everything', args: [], env: {} },
  { name: '@upstash/context7-mcp', args: [], env: {} },
] as const;

/** Servers of others, as the Inspector sees them through the gateway and without it. */
export const serverTrials: readonly Trial[] = candidates.map(({ name, args, env }) => ({
  name,
  async run(folder) {
    const command = [process.execPath, '--no-warnings', programOf(name, folder), ...args];
    await using gateway = await startGateway({ servers: { it: { command, env } }, policies: { open } });
    const alone = await inspector({ command, env }).tools();
    const own = await inspector({ url: gateway.url('it'), token: gateway.token() }).tools();
    const all = await toolsOfAll(gateway);
    const unchanged = JSON.stringify(own) === JSON.stringify(alone);
    const renamed =
      JSON.stringify(all) === JSON.stringify(alone.map((tool) => ({ ...tool, name: `it__${tool.name}` })));
    const size = `${alone.length} tools, ${(Buffer.byteLength(JSON.stringify(alone)) / 1000).toFixed(0)} kB`;
    const said = `/mcp/it ${unchanged ? 'unchanged' : 'CHANGED'}, /mcp ${renamed ? 'unchanged' : `CHANGED (${all.length} tools)`}`;
    return { passed: unchanged && renamed, said: `${size}; ${said}` };
  },
}));

/** A server that is not ready within the budget of a list is left out of the first ones, so that a client must stay. */
async function toolsOfAll(gateway: TestGateway): Promise<readonly Tool[]> {
  const client = await legacyClient(`${gateway.origin}/mcp`, gateway.token());
  try {
    for (let left = 60; left > 0; left--) {
      const { tools } = await client.listTools();
      if (tools.length > 0) return tools;
      await sleep(500);
    }
    return [];
  } finally {
    await client.close();
  }
}

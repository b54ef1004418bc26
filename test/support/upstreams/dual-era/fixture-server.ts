import { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { addAskingTools } from './asking-tools.ts';
import { addContentTools } from './content-tools.ts';
import type { FixtureEra } from './era.ts';
import { addInputTools, stateCodec } from './input-tools.ts';
import { addPrompts, addResources } from './prompts-and-resources.ts';
import { addTaskTools, type Jobs } from './task-tools.ts';

/** Tells everybody who listens, in either era. */
export interface Announce {
  toolsChanged(): void;
  promptsChanged(): void;
  resourceUpdated(uri: string): void;
}

/**
 * A server with every tool, prompt and resource that the official conformance suite asks for, in both eras.
 *
 * @param era the one that this instance speaks
 * @param jobs tasks, which only the modern era has here
 */
export function fixtureServer(era: FixtureEra, announce: Announce, jobs: Jobs): McpServer {
  const server = new McpServer(
    { name: 'dual-era-fixture', version: '1.0.0' },
    {
      capabilities: {
        tools: { listChanged: true },
        prompts: { listChanged: true },
        resources: { subscribe: true, listChanged: true },
        logging: {},
        completions: {},
      },
      requestState: { verify: stateCodec.verify },
    },
  );
  addContentTools(server);
  addAskingTools(server, era);
  addInputTools(server);
  addTaskTools(server, jobs, era);
  addPrompts(server);
  addResources(server);
  const changes = new Map<string, () => void>([
    ['test_trigger_tool_change', () => announce.toolsChanged()],
    ['test_trigger_prompt_change', () => announce.promptsChanged()],
    ['test_trigger_resource_update', () => announce.resourceUpdated('test://watched-resource')],
  ]);
  for (const [name, change] of changes) {
    server.registerTool(name, { description: 'Announces a change.', inputSchema: z.object({}) }, () => {
      change();
      return { content: [{ type: 'text', text: 'Announced.' }] };
    });
  }
  if (era === 'legacy') {
    // Who subscribed is told with everybody else: a fixture has no need to forget.
    server.server.setRequestHandler('resources/subscribe', () => ({}));
    server.server.setRequestHandler('resources/unsubscribe', () => ({}));
  }
  return server;
}

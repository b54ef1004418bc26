import { createServer } from 'node:http';
import { acceptedContent, createMcpHandler, inputRequired, McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import * as z from 'zod';
import { addTaskTools, Jobs } from './dual-era/task-tools.ts';
import { serveWeb } from './dual-era/web-request.ts';
import { listening } from './listening.ts';

/** A server of revision 2026-07-28 and nothing before it. */
function modernServer(calls: string[], jobs?: Jobs): McpServer {
  const server = new McpServer({ name: 'modern-fixture', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.registerTool('echo', { inputSchema: z.object({ value: z.unknown() }) }, async ({ value }) => {
    calls.push('echo');
    return { content: [{ type: 'text', text: JSON.stringify(value) }] };
  });
  server.registerTool('count', { inputSchema: z.object({ to: z.number() }) }, async ({ to }, ctx) => {
    calls.push('count');
    const progressToken = ctx.mcpReq._meta?.progressToken;
    for (let progress = 1; progress <= to && progressToken !== undefined; progress++) {
      await ctx.mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: to } });
    }
    return { content: [{ type: 'text', text: `counted to ${to}` }] };
  });
  server.registerTool('confirm', { inputSchema: z.object({}) }, async (_args, ctx) => {
    calls.push('confirm');
    const answer = acceptedContent(ctx.mcpReq.inputResponses, 'sure', z.object({ sure: z.boolean() }));
    if (answer === undefined) {
      const sure = inputRequired.elicit({ message: 'Sure?', requestedSchema: z.object({ sure: z.boolean() }) });
      return inputRequired({ inputRequests: { sure } });
    }
    return { content: [{ type: 'text', text: `sure: ${answer.sure}` }] };
  });
  server.registerResource('one', 'fixture://one', { mimeType: 'text/plain' }, async (uri) => ({
    contents: [{ uri: uri.href, text: 'contents of one' }],
  }));
  server.registerPrompt('greet', { argsSchema: z.object({ name: z.string() }) }, ({ name }) => ({
    messages: [{ role: 'user', content: { type: 'text', text: `hello ${name}` } }],
  }));
  if (jobs !== undefined) addTaskTools(server, jobs);
  return server;
}

export interface ModernHttp {
  readonly url: string;
  /** Names of the tools called, in order. */
  readonly calls: readonly string[];
  readonly jobs: Jobs;
  close(): Promise<void>;
}

/**
 * The server over Streamable HTTP.
 *
 * @param tasks whether it has the extension of tasks, with tools that are tasks
 */
export async function startModernHttp({ tasks = false } = {}): Promise<ModernHttp> {
  const calls: string[] = [];
  const jobs = new Jobs();
  const handler = createMcpHandler(() => modernServer(calls, tasks ? jobs : undefined), { legacy: 'reject' });
  const http = createServer((request, response) => {
    serveWeb(request, response, handler.fetch).catch(() => response.destroy());
  });
  const port = await listening(http);
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    calls,
    jobs,
    close: async () => {
      await handler.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

const withTasks = process.argv.includes('--tasks');
if (import.meta.main) {
  const jobs = withTasks ? new Jobs() : undefined;
  serveStdio(() => modernServer([], jobs), { legacy: 'reject' });
}

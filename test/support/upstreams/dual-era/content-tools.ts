import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fromJsonSchema, type JsonSchemaType, type McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { png, wav } from './samples.ts';

const none = z.object({});
const text = (value: string) => ({ content: [{ type: 'text' as const, text: value }] });

/** What the suite looks for in a list, keyword by keyword. In a file, since a linter takes `then` for a promise. */
const schema202012 = JSON.parse(
  readFileSync(new URL('schema-2020-12.json', import.meta.url), 'utf8'),
) as JsonSchemaType;

const withHeaders = {
  type: 'object',
  properties: {
    region: { type: 'string', description: 'Where.', 'x-mcp-header': 'Region' },
    attempt: { type: 'integer', description: 'How often so far.', 'x-mcp-header': 'Attempt' },
    note: { type: 'string', description: 'In the body only.' },
  },
  required: ['region'],
  additionalProperties: false,
} as const;

/** Tools that answer by themselves: every kind of content, progress, log lines, schemas. */
export function addContentTools(server: McpServer): void {
  const plain = (name: string, description: string, content: Parameters<typeof answer>[0]) =>
    server.registerTool(name, { description, inputSchema: none }, () => answer(content));

  plain('test_simple_text', 'Answers with text.', [
    { type: 'text', text: 'This is a simple text response for testing.' },
  ]);
  plain('test_image_content', 'Answers with an image.', [{ type: 'image', data: png, mimeType: 'image/png' }]);
  plain('test_audio_content', 'Answers with sound.', [{ type: 'audio', data: wav, mimeType: 'audio/wav' }]);
  plain('test_embedded_resource', 'Answers with a resource.', [
    {
      type: 'resource',
      resource: {
        uri: 'test://embedded-resource',
        mimeType: 'text/plain',
        text: 'This is an embedded resource content.',
      },
    },
  ]);
  plain('test_multiple_content_types', 'Answers with several kinds of content.', [
    { type: 'text', text: 'Multiple content types test:' },
    { type: 'image', data: png, mimeType: 'image/png' },
    {
      type: 'resource',
      resource: {
        uri: 'test://mixed-content-resource',
        mimeType: 'application/json',
        text: '{"test":"data","value":123}',
      },
    },
  ]);

  server.registerTool('test_error_handling', { description: 'Fails.', inputSchema: none }, () => {
    throw new Error('This tool intentionally returns an error for testing');
  });
  server.registerTool(
    'test_tool_with_progress',
    { description: 'Tells how far it is.', inputSchema: none },
    async (_args, ctx) => {
      const progressToken = ctx.mcpReq._meta?.progressToken;
      for (const progress of [0, 50, 100]) {
        if (progress > 0) await pause(50);
        if (progressToken === undefined) continue;
        await ctx.mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
      }
      return text('Finished.');
    },
  );
  for (const name of ['test_tool_with_logging', 'test_logging_tool']) {
    server.registerTool(name, { description: 'Writes log lines.', inputSchema: none }, async (_args, ctx) => {
      await ctx.mcpReq.log('info', 'Tool execution started');
      await pause(50);
      await ctx.mcpReq.log('info', 'Tool processing data');
      await pause(50);
      await ctx.mcpReq.log('info', 'Tool execution completed');
      return text('Finished.');
    });
  }
  server.registerTool(
    'json_schema_2020_12_tool',
    { description: 'Has a schema with keywords of draft 2020-12.', inputSchema: fromJsonSchema(schema202012) },
    () => text('Accepted.'),
  );
  server.registerTool(
    'test_custom_headers',
    { description: 'Has parameters that headers repeat.', inputSchema: fromJsonSchema(withHeaders) },
    (args) => text(JSON.stringify(args)),
  );
}

type Content = Extract<Awaited<ReturnType<Parameters<McpServer['registerTool']>[2]>>, { content: unknown }>['content'];

function answer(content: Content): { content: Content } {
  return { content };
}

import { z } from 'zod';
import type { Catalog } from '../../catalog/index.ts';
import { isJsonObject, type JsonObject, type JsonValue, metaKeys } from '../../protocol/index.ts';
import { type CatalogTool, catalogTools, NotThere } from './tools.ts';

/** An answer, and the HTTP status that goes with it. No body: nothing is owed. */
export interface PublicReply {
  readonly status: number;
  readonly body?: JsonObject;
}

const modern = '2026-07-28';
const legacy = ['2025-11-25', '2025-06-18', '2025-03-26'];
const instructions =
  'What tools of MCP servers can do at worst, and policies that keep them in bounds. Everything here only reads.';
const byName: ReadonlyMap<string, CatalogTool> = new Map(catalogTools.map((tool) => [tool.name, tool]));
/** The tools change with the program alone. */
const cached = { ttlMs: 3_600_000, cacheScope: 'public' };

/**
 * One message to the catalogue's MCP server and its answer, in the era in which it was asked: modern requests say their
 * revision themselves; anything else is legacy. Nothing is kept between messages.
 */
export function answerMessage(message: JsonValue, catalog: Catalog, version: string): PublicReply {
  if (!isJsonObject(message) || message.jsonrpc !== '2.0')
    return failed(null, -32600, 'this is no JSON-RPC 2.0 message', 400);
  const { id, method } = message;
  if (typeof method !== 'string')
    return 'result' in message || 'error' in message
      ? { status: 202 }
      : failed(null, -32600, 'a method is missing', 400);
  if (id === undefined) return { status: 202 };
  if (typeof id !== 'string' && typeof id !== 'number')
    return failed(null, -32600, 'an id is a string or a number', 400);
  const params = isJsonObject(message.params) ? message.params : {};
  const meta = isJsonObject(params._meta) ? params._meta : {};
  const asked = meta[metaKeys.protocolVersion];
  if (asked !== undefined && asked !== modern) {
    const data = { supported: [modern], requested: typeof asked === 'string' ? asked : null };
    return failed(id, -32022, 'this protocol version is not supported', 400, data);
  }
  const isModern = asked === modern;
  const serverInfo = { name: 'toolgate-catalog', title: 'Toolgate catalogue', version };
  const done = (result: JsonObject, extra: JsonObject = {}): PublicReply => ({
    status: 200,
    body: {
      jsonrpc: '2.0',
      id,
      result: isModern
        ? { resultType: 'complete', ...result, ...extra, _meta: { [metaKeys.serverInfo]: serverInfo } }
        : result,
    },
  });
  switch (method) {
    case 'tools/list':
      return done({ tools: listed }, cached);
    case 'tools/call':
      return call(id, params, catalog, done);
    case 'server/discover':
      if (isModern) return done({ supportedVersions: [modern], capabilities: { tools: {} }, instructions }, cached);
      break;
    case 'ping':
      if (!isModern) return done({});
      break;
    case 'initialize':
      if (!isModern) {
        const protocolVersion = legacy.find((one) => one === params.protocolVersion) ?? legacy[0] ?? '';
        return done({ protocolVersion, capabilities: { tools: {} }, serverInfo, instructions });
      }
  }
  return failed(id, -32601, 'Method not found', isModern ? 404 : 200);
}

function call(
  id: string | number,
  params: JsonObject,
  catalog: Catalog,
  done: (result: JsonObject) => PublicReply,
): PublicReply {
  const tool = typeof params.name === 'string' ? byName.get(params.name) : undefined;
  if (tool === undefined) return failed(id, -32602, 'Unknown tool', 200);
  try {
    // Everything in it is JSON: it is made of rows and of documents that were JSON.
    const structuredContent = JSON.parse(JSON.stringify(tool.run(catalog, params.arguments ?? {}))) as JsonObject;
    return done({ content: [{ type: 'text', text: JSON.stringify(structuredContent, null, 2) }], structuredContent });
  } catch (error) {
    const told =
      error instanceof NotThere ? error.message : error instanceof z.ZodError ? argumentFault(error) : undefined;
    if (told === undefined) throw error;
    return done({ content: [{ type: 'text', text: `${tool.name}: ${told}` }], isError: true });
  }
}

function argumentFault(error: z.ZodError): string {
  const [issue] = error.issues;
  return `${issue?.path.join('.') || 'arguments'}: ${issue?.message ?? 'not as the schema says'}`;
}

const listed: readonly JsonObject[] = catalogTools.map(({ name, title, description, input }) => ({
  name,
  title,
  description,
  inputSchema: schemaOf(input),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
}));

function schemaOf(input: z.ZodType): JsonObject {
  // The library's own schema, of which the dialect is left out.
  const { $schema: _, ...schema } = JSON.parse(JSON.stringify(z.toJSONSchema(input, { io: 'input' }))) as JsonObject;
  return schema;
}

function failed(
  id: string | number | null,
  code: number,
  message: string,
  status: number,
  data?: JsonObject,
): PublicReply {
  return { status, body: { jsonrpc: '2.0', id, error: { code, message, ...(data === undefined ? {} : { data }) } } };
}

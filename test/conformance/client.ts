/**
 * The client that the suite examines: an official SDK behind which a gateway stands, so that what the suite's server
 * sees is the gateway's doing. Started by the suite with the server's URL; it lists everything, and calls, reads and
 * gets whatever was listed.
 */
import { asTransport, legacyTransport, modernClient, newLegacyClient } from '../support/gateway/clients.ts';
import { openBothWays } from '../support/gateway/servers.ts';
import { startGateway } from '../support/gateway/start-gateway.ts';

interface Call {
  readonly name: string;
  readonly arguments: Record<string, unknown>;
}

/** As much of a client as both generations of the SDK have in common. */
interface AnyClient {
  listTools(): Promise<{ readonly tools: readonly { readonly name: string; readonly inputSchema: object }[] }>;
  callTool(call: Call): Promise<unknown>;
  listResources(): Promise<{ readonly resources: readonly { readonly uri: string }[] }>;
  readResource(params: { uri: string }): Promise<unknown>;
  listPrompts(): Promise<{ readonly prompts: readonly { readonly name: string }[] }>;
  getPrompt(params: { name: string }): Promise<unknown>;
  getServerCapabilities(): { readonly resources?: unknown; readonly prompts?: unknown } | undefined;
  close(): Promise<void>;
}

const url = process.argv.at(-1) ?? '';
const version = process.env.MCP_CONFORMANCE_PROTOCOL_VERSION ?? '2025-11-25';
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}') as { readonly toolCalls?: readonly Call[] };

await using gateway = await startGateway({
  servers: { examiner: { url, allowPrivate: true } },
  policies: { open: openBothWays },
});
const client: AnyClient = version === '2026-07-28' ? await modern() : await legacy();
try {
  const { tools } = await client.listTools();
  const first = tools[0]?.inputSchema ?? {};
  const listed = tools.map(({ name, inputSchema }) => ({ name, arguments: argumentsFor(inputSchema, first) }));
  const { resources, prompts } = client.getServerCapabilities() ?? {};
  // Some of what the suite's servers answer, the SDK does not take; what is examined is what they were asked.
  await Promise.allSettled((context.toolCalls ?? listed).map((call) => client.callTool(call)));
  if (resources !== undefined) {
    for (const { uri } of (await client.listResources()).resources) await client.readResource({ uri });
  }
  if (prompts !== undefined) {
    for (const { name } of (await client.listPrompts()).prompts) await client.getPrompt({ name });
  }
} finally {
  await client.close();
}

async function legacy(): Promise<AnyClient> {
  const official = newLegacyClient();
  await official.connect(asTransport(legacyTransport(gateway.url('examiner'), gateway.token())));
  return official as AnyClient;
}

async function modern(): Promise<AnyClient> {
  const official = await modernClient(gateway.url('examiner'), gateway.token(), 'pinned', {
    elicitation: { form: {} },
  });
  official.setRequestHandler('elicitation/create', () => ({
    action: 'accept',
    content: { confirmed: true, name: 'x' },
  }));
  return official as AnyClient;
}

/**
 * Something for every parameter that must be there.
 *
 * @param object for those that are objects: the schema of the first tool, as it arrived, which one server wants to see
 */
function argumentsFor(
  schema: {
    readonly properties?: Record<string, { readonly type?: string }>;
    readonly required?: readonly string[];
  },
  object: object,
): Record<string, unknown> {
  const samples = new Map<string | undefined, unknown>([
    ['number', 5],
    ['integer', 5],
    ['object', object],
  ]);
  const sample = (type: string | undefined): unknown => samples.get(type) ?? 'sample';
  return Object.fromEntries((schema.required ?? []).map((name) => [name, sample(schema.properties?.[name]?.type)]));
}

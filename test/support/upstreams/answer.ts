/** The least that an MCP server of the legacy era says. */
export interface Incoming {
  readonly id?: number | string;
  readonly method: string;
  readonly params?: {
    readonly name?: string;
    readonly arguments?: unknown;
    readonly protocolVersion?: string;
    readonly _meta?: { readonly progressToken?: number | string };
  };
}

export interface FixtureTool {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema: { readonly type: 'object' };
}

/** @returns the result of a request, or `undefined` for a method that is not known */
export function answer(message: Incoming, tools: readonly FixtureTool[]): unknown {
  switch (message.method) {
    case 'initialize':
      return {
        protocolVersion: message.params?.protocolVersion ?? '2025-11-25',
        capabilities: { tools: {}, resources: {}, prompts: {} },
        serverInfo: { name: 'fixture', version: '1.0.0' },
      };
    case 'ping':
      return {};
    case 'tools/list':
      return { tools };
    case 'resources/list':
      return { resources: [{ uri: 'fixture://one', name: 'one' }] };
    case 'resources/read':
      return { contents: [{ uri: 'fixture://one', text: 'contents' }] };
    case 'prompts/list':
      return { prompts: [{ name: 'greet' }] };
    case 'prompts/get':
      return { messages: [{ role: 'user', content: { type: 'text', text: 'hello' } }] };
    case 'tools/call':
      return { content: [{ type: 'text', text: `called ${message.params?.name}` }] };
    default:
      return undefined;
  }
}

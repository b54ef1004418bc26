import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { programOf } from '../support/gateway/servers.ts';

/** A client of others, connected. */
export interface ForeignClient {
  tools(): Promise<readonly string[]>;
  /** @returns all that whoever calls is told, whether it counts as an answer or is thrown */
  call(tool: string, args: object): Promise<string>;
  close(): Promise<unknown>;
}

/** Where a client is to connect to. */
export interface Gate {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A package that has a client, as its own documentation says that one connects to a server over HTTP. */
interface ClientPackage {
  readonly name: string;
  connect(gate: Gate, folder: string): Promise<ForeignClient>;
}

export const clientPackages: readonly ClientPackage[] = [
  {
    name: '@ai-sdk/mcp',
    async connect({ url, headers }, folder) {
      const { createMCPClient } = await exportsOf<AiSdk>('@ai-sdk/mcp', folder);
      const client = await createMCPClient({ transport: { type: 'http', url, headers } });
      const tools = await client.tools();
      return {
        tools: async () => Object.keys(tools),
        call: (tool, args) => told(tools[tool]?.execute(args, { toolCallId: '1', messages: [] })),
        close: () => client.close(),
      };
    },
  },
  {
    name: '@langchain/mcp-adapters',
    async connect({ url, headers }, folder) {
      const { MultiServerMCPClient } = await exportsOf<LangChain>('@langchain/mcp-adapters', folder);
      const client = new MultiServerMCPClient({ mcpServers: { it: { transport: 'http', url, headers } } });
      const tools = await client.getTools();
      return {
        tools: async () => tools.map(({ name }) => name),
        call: (tool, args) => told(tools.find(({ name }) => name === tool)?.invoke(args)),
        close: () => client.close(),
      };
    },
  },
  {
    name: '@mastra/mcp',
    async connect({ url, headers }, folder) {
      const { MCPClient } = await exportsOf<Mastra>('@mastra/mcp', folder);
      const client = new MCPClient({ servers: { it: { url: new URL(url), requestInit: { headers } } } });
      const tools = await client.listTools();
      return {
        tools: async () => Object.keys(tools).map((name) => name.replace(/^it_/, '')),
        call: (tool, args) => told(tools[`it_${tool}`]?.execute(args, {})),
        close: () => client.disconnect(),
      };
    },
  },
  {
    name: '@openai/agents',
    async connect({ url, headers }, folder) {
      const { MCPServerStreamableHttp } = await exportsOf<OpenAi>('@openai/agents', folder);
      const client = new MCPServerStreamableHttp({ name: 'it', url, requestInit: { headers } });
      await client.connect();
      return {
        tools: async () => (await client.listTools()).map(({ name }) => name),
        call: (tool, args) => told(client.callTool(tool, args)),
        close: () => client.close(),
      };
    },
  },
  {
    // What clients that speak stdio only put in front of a URL.
    name: 'mcp-remote',
    async connect({ url, headers }, folder) {
      const client = new Client({ name: 'interop', version: '1' });
      const more = Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}:${value}`]);
      const args = [programOf('mcp-remote', folder), url, '--allow-http', ...more];
      await client.connect(new StdioClientTransport({ command: process.execPath, args, stderr: 'ignore' }));
      return {
        tools: async () => (await client.listTools()).tools.map(({ name }) => name),
        call: (name, given) => told(client.callTool({ name, arguments: { ...given } })),
        close: () => client.close(),
      };
    },
  },
];

async function told(answer: Promise<unknown> | undefined): Promise<string> {
  if (answer === undefined) return 'it does not have this tool';
  try {
    return JSON.stringify(await answer);
  } catch (error) {
    return (error as Error).message;
  }
}

async function exportsOf<Exports>(name: string, folder: string): Promise<Exports> {
  const file = createRequire(join(folder, 'index.js')).resolve(name);
  return (await import(pathToFileURL(file).href)) as Exports;
}

type Executable = Readonly<Record<string, { execute(args: object, options: object): Promise<unknown> }>>;

interface AiSdk {
  createMCPClient(options: object): Promise<{ tools(): Promise<Executable>; close(): Promise<unknown> }>;
}

interface LangChain {
  readonly MultiServerMCPClient: new (
    options: object,
  ) => {
    getTools(): Promise<readonly { readonly name: string; invoke(args: object): Promise<unknown> }[]>;
    close(): Promise<unknown>;
  };
}

interface Mastra {
  readonly MCPClient: new (options: object) => { listTools(): Promise<Executable>; disconnect(): Promise<unknown> };
}

interface OpenAi {
  readonly MCPServerStreamableHttp: new (
    options: object,
  ) => {
    connect(): Promise<unknown>;
    listTools(): Promise<readonly { readonly name: string }[]>;
    callTool(tool: string, args: object): Promise<unknown>;
    close(): Promise<unknown>;
  };
}

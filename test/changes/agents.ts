import { Agent, request } from 'node:http';
import type { ToolName } from './upstream.ts';

/** One call and what its caller was told. Times are monotonic ms. */
export interface Answered {
  readonly call: number;
  readonly grant: number;
  readonly tool: ToolName;
  readonly began: number;
  readonly ended: number;
  /** 0: the connection broke. */
  readonly status: number;
  readonly outcome: string;
  readonly code: string | undefined;
  readonly policyVersion: number | undefined;
  readonly requestId: string | undefined;
}

const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** Calls tools as agents do: each connection is kept and used again. */
export class Agents {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #url: string;
  #calls = 0;

  constructor(url: string) {
    this.#url = url;
  }

  /** Never rejects: a broken connection is an answer, too. */
  call(tool: ToolName, token: string, grant = -1): Promise<Answered> {
    this.#calls += 1;
    const call = this.#calls;
    const params = { name: tool, arguments: { call }, _meta: meta };
    const body = JSON.stringify({ jsonrpc: '2.0', id: call, method: 'tools/call', params });
    const began = performance.now();
    const asked = { call, grant, tool, began };
    const none = { code: undefined, policyVersion: undefined, requestId: undefined };
    return new Promise((resolve) => {
      const broken = (error: Error): void =>
        resolve({ ...asked, ...none, ended: performance.now(), status: 0, outcome: error.message });
      const sent = request(
        this.#url,
        { method: 'POST', agent: this.#agent, headers: headersOf(tool, token) },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', broken);
          response.on('end', () => {
            const said = { ...asked, ended: performance.now(), status: response.statusCode ?? 0 };
            resolve({ ...none, ...said, ...read(Buffer.concat(chunks).toString()) });
          });
        },
      );
      sent.on('error', broken);
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function headersOf(tool: string, token: string): Record<string, string> {
  return {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    'MCP-Protocol-Version': '2026-07-28',
    'Mcp-Method': 'tools/call',
    'Mcp-Name': tool,
  };
}

function read(text: string): Pick<Answered, 'outcome' | 'code' | 'policyVersion' | 'requestId'> {
  const { result, error } = JSON.parse(text);
  const decision = result?._meta?.['io.toolgate/decision'] ?? {};
  const { outcome = error?.data?.code ?? 'no decision', code, policyVersion } = decision;
  const requestId = decision.requestId ?? error?.data?.requestId;
  return { outcome, code, policyVersion, requestId };
}

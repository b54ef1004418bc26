import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listening } from './listening.ts';

interface Request {
  readonly id?: number;
  readonly method: string;
  readonly params?: { readonly name?: string };
}

export interface BatchingHttp {
  readonly url: string;
  /** Methods and versions that arrived, and bodies that were no single message. */
  readonly seen: { readonly methods: string[]; readonly versions: (string | undefined)[]; batches: number };
  close(): Promise<void>;
}

/**
 * A server of 2025-03-26, by hand: the official SDKs speak it no more. That revision had batches; a server might answer a
 * request with an array of its answer and whatever else it has to say.
 */
export async function startBatchingHttp(): Promise<BatchingHttp> {
  const seen: { methods: string[]; versions: (string | undefined)[]; batches: number } = {
    methods: [],
    versions: [],
    batches: 0,
  };
  const answerTo = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    if (request.method !== 'POST') return response.writeHead(405).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Request | Request[];
    if (Array.isArray(body)) seen.batches += 1;
    const asked = Array.isArray(body) ? body : [body];
    seen.methods.push(...asked.map(({ method }) => method));
    const version = request.headers['mcp-protocol-version'];
    seen.versions.push(typeof version === 'string' ? version : undefined);
    const answers = asked.flatMap((each) => (each.id === undefined ? [] : [answer(each)]));
    if (answers.length === 0) return response.writeHead(202).end();
    const isBatch = asked.some(({ params }) => params?.name === 'batch');
    const log = { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'x' } };
    response.writeHead(200, { 'Content-Type': 'application/json', 'Mcp-Session-Id': 's1' });
    return response.end(JSON.stringify(isBatch ? [log, ...answers] : answers[0]));
  };
  const http = createServer((request, response) => void answerTo(request, response));
  const port = await listening(http);
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    seen,
    close: () => {
      http.closeAllConnections();
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };
}

function answer({ id, method, params }: Request): object {
  const result = (of: object) => ({ jsonrpc: '2.0', id, result: of });
  switch (method) {
    case 'initialize':
      return result({
        protocolVersion: '2025-03-26',
        capabilities: { tools: {} },
        serverInfo: { name: 'batching', version: '1' },
      });
    case 'tools/list':
      return result({ tools: ['one', 'batch'].map((name) => ({ name, inputSchema: { type: 'object' } })) });
    case 'tools/call':
      return result({ content: [{ type: 'text', text: `called ${params?.name}` }] });
    default:
      return { jsonrpc: '2.0', id, error: { code: -32601, message: `Method not found: ${method}` } };
  }
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerTo } from '../message.ts';

/**
 * The server at the end of every way: as little work as an MCP server can do, so that what is measured is the way.
 * Legacy revisions, no sessions, one tool.
 */
const tool = {
  name: 'tcp_connect',
  description: 'Open a TCP connection.',
  inputSchema: {
    type: 'object',
    properties: { host: { type: 'string' }, port: { type: 'integer' }, timeout_ms: { type: 'integer' } },
    required: ['host', 'port'],
  },
  annotations: { readOnlyHint: true },
};

const results = new Map<string, unknown>([
  [
    'initialize',
    {
      protocolVersion: '2025-06-18',
      capabilities: { tools: {} },
      serverInfo: { name: 'bench-upstream', version: '1.0.0' },
    },
  ],
  ['tools/list', { tools: [tool] }],
  ['ping', {}],
]);

/** @returns status and body for a message; the messages of the load are recognised without parsing them */
function answer(text: string): [status: number, body: string] {
  const id = /"id":\s*("[^"]*"|[0-9]+)/.exec(text)?.[1];
  if (id === undefined) return [202, ''];
  if (text.includes('"tools/call"')) return [200, answerTo(id)];
  const method = /"method":\s*"([^"]+)"/.exec(text)?.[1] ?? '';
  const result = results.get(method);
  if (result !== undefined) return [200, `{"jsonrpc":"2.0","id":${id},"result":${JSON.stringify(result)}}`];
  return [400, `{"jsonrpc":"2.0","id":${id},"error":{"code":-32601,"message":"Method not found"}}`];
}

const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
  if (request.method !== 'POST') {
    response.writeHead(405, { 'content-length': 0 }).end();
    return;
  }
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    text += chunk;
  });
  request.on('end', () => {
    const [status, body] = answer(text);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    response.writeHead(status, headers).end(body);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());

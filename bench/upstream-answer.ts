import { answerTo, much, wantsMuch } from './message.ts';

const connect = {
  name: 'tcp_connect',
  description: 'Open a TCP connection.',
  inputSchema: {
    type: 'object',
    properties: { host: { type: 'string' }, port: { type: 'integer' }, timeout_ms: { type: 'integer' } },
    required: ['host', 'port'],
  },
  annotations: { readOnlyHint: true },
};
const readRecord = {
  name: 'read_record',
  description: 'Read one record by its key.',
  inputSchema: { type: 'object', properties: { key: { type: 'string' } }, required: ['key'] },
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
  ['tools/list', { tools: [connect, readRecord] }],
  ['ping', {}],
]);

/**
 * What the server at the end of every way says: as little work as an MCP server can do, so that what is measured is the
 * way. Legacy revisions, no sessions, two tools.
 *
 * @returns status and body for a message; the messages of the load are recognised without parsing them
 */
export function answerOf(text: string): [status: number, body: string] {
  const id = /"id":\s*("[^"]*"|[0-9]+)/.exec(text)?.[1];
  if (id === undefined) return [202, ''];
  if (text.includes('"tools/call"'))
    return [200, answerTo(id, text.length < 1000 && text.includes(wantsMuch) ? much : '')];
  const method = /"method":\s*"([^"]+)"/.exec(text)?.[1] ?? '';
  const result = results.get(method);
  if (result !== undefined) return [200, `{"jsonrpc":"2.0","id":${id},"result":${JSON.stringify(result)}}`];
  return [400, `{"jsonrpc":"2.0","id":${id},"error":{"code":-32601,"message":"Method not found"}}`];
}

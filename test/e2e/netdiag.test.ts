import { once } from 'node:events';
import { request } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Client as ModernClient, StreamableHTTPClientTransport as ModernHttp } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NetdiagListener, serveHttp } from '../../src/netdiag/index.ts';

const launcher = fileURLToPath(new URL('../../examples/netdiag/server.js', import.meta.url));
const names = [
  'tcp_connect',
  'dns_lookup',
  'reverse_dns',
  'get_tls_certificate',
  'http_head',
  'ping_host',
  'scan_ports',
  'raw_tcp_exchange',
];

let listener: NetdiagListener;
let silent: Server;
let port: number;

beforeAll(async () => {
  listener = await serveHttp({ host: '127.0.0.1', port: 0 }, { version: '0.0.0', allowPrivate: false });
  silent = createServer((socket) => socket.on('error', () => {}));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  port = (silent.address() as AddressInfo).port;
});

afterAll(async () => {
  await listener.close();
  silent.close();
});

/**
 * Collects the progress that arrives at a client. It is read at the transport: the clients drop a notification that
 * comes in one chunk with the answer after it.
 */
function watchProgress(transport: { onmessage?: ((message: never, extra?: never) => void) | undefined }): number[] {
  const seen: number[] = [];
  const pass = transport.onmessage;
  transport.onmessage = (message: { method?: string; params?: { progress?: number } }, extra) => {
    if (message.method === 'notifications/progress') seen.push(message.params?.progress ?? Number.NaN);
    pass?.(message as never, extra);
  };
  return seen;
}

describe.each<[string, () => Transport]>([
  ['stdio', () => new StdioClientTransport({ command: process.execPath, args: [launcher] })],
  // The SDK's own class does not fit its own interface under exactOptionalPropertyTypes.
  ['HTTP', () => new StreamableHTTPClientTransport(new URL(listener.url)) as Transport],
])('a legacy client over %s', (_, transport) => {
  let client: Client;
  beforeAll(async () => {
    client = new Client({ name: 'test', version: '1' });
    await client.connect(transport());
  });
  afterAll(() => client.close());

  it('lists, pings and calls', async () => {
    expect((await client.listTools()).tools.map((tool) => tool.name)).toEqual(names);
    expect(await client.ping()).toEqual({});
    const result = await client.callTool({ name: 'tcp_connect', arguments: { host: '127.0.0.1', port } });
    expect(result.structuredContent).toMatchObject({ connected: true, port });
    expect(client.getServerVersion()).toMatchObject({ name: 'toolgate-netdiag' });
  });

  it('answers what goes wrong as a result that the model can read', async () => {
    const forbidden = await client.callTool({ name: 'tcp_connect', arguments: { host: '192.168.0.1', port: 80 } });
    expect(forbidden.isError).toBe(true);
    expect(JSON.stringify(forbidden.content)).toContain('neither a public nor a loopback address');
    const odd = await client.callTool({ name: 'tcp_connect', arguments: { host: '127.0.0.1', port: 'http' } });
    expect(JSON.stringify(odd.content)).toContain('whole number from 1 to 65535');
    await expect(client.callTool({ name: 'constructor', arguments: {} })).rejects.toThrow('Unknown tool');
  });

  it('reports progress', async () => {
    const seen = watchProgress(client.transport ?? {});
    await client.callTool({ name: 'scan_ports', arguments: { host: '127.0.0.1', ports: [port] } }, undefined, {
      onprogress: () => {},
    });
    expect(seen).toEqual([1]);
  });

  it('is cancelled, and the connection it held is closed', async () => {
    const controller = new AbortController();
    const connected = once(silent, 'connection');
    const call = client.callTool(
      { name: 'raw_tcp_exchange', arguments: { host: '127.0.0.1', port, timeout_ms: 30_000 } },
      undefined,
      { signal: controller.signal },
    );
    const [socket] = await connected;
    const closed = once(socket, 'close');
    controller.abort();
    await expect(call).rejects.toThrow();
    await closed;
    expect(await client.ping()).toEqual({});
  });
});

describe.each([
  ['stdio', () => new ModernStdio({ command: process.execPath, args: [launcher] })],
  ['HTTP', () => new ModernHttp(new URL(listener.url))],
])('a modern client over %s', (_, transport) => {
  it('discovers, lists, calls and reports progress', async () => {
    const client = new ModernClient(
      { name: 'test', version: '1' },
      { versionNegotiation: { mode: { pin: '2026-07-28' } } },
    );
    await client.connect(transport());
    expect((await client.listTools()).tools.map((tool) => tool.name)).toEqual(names);
    const seen = watchProgress(client.transport ?? {});
    const result = await client.callTool(
      { name: 'scan_ports', arguments: { host: '127.0.0.1', ports: [port] } },
      { onprogress: () => {} },
    );
    expect(result.structuredContent).toMatchObject({ open: [port] });
    expect(seen).toEqual([1]);
    await client.close();
  });
});

describe('the HTTP listener', () => {
  interface Answer {
    readonly status: number;
    readonly body: string;
  }

  function send(method: string, headers: Record<string, string>, body = '', path = '/mcp'): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const outgoing = request(new URL(path, listener.url), { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
    return promise;
  }

  const json = { 'content-type': 'application/json' };
  const ping = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
  const modern = (version: string, capabilities: object | undefined, method = 'tools/list'): string => {
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': version,
      'io.modelcontextprotocol/clientCapabilities': capabilities,
    };
    return JSON.stringify({ jsonrpc: '2.0', id: 7, method, params: { _meta } });
  };
  const modernHeaders = { ...json, 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' };

  it.each<[string, number, string, Record<string, string>, string, string?]>([
    ['a foreign Host', 403, 'POST', { ...json, host: 'evil.example' }, ping],
    ['a foreign Origin', 403, 'POST', { ...json, origin: 'http://localhost.evil.example' }, ping],
    ['an opaque Origin', 403, 'POST', { ...json, origin: 'null' }, ping],
    ['another path', 404, 'POST', json, ping, '/other'],
    ['GET', 405, 'GET', {}, ''],
    ['another media type', 415, 'POST', { 'content-type': 'text/plain' }, ping],
    ['no JSON', 400, 'POST', json, '{'],
    ['a body above the cap', 400, 'POST', json, `"${'x'.repeat(1024 * 1024)}"`],
    ['no session', 400, 'POST', json, ping],
    ['an unknown session', 404, 'POST', { ...json, 'mcp-session-id': 'nope' }, ping],
    ['a revision not spoken', 400, 'POST', { ...json, 'mcp-protocol-version': '2024-11-05' }, ping],
    [
      'a modern revision not spoken',
      400,
      'POST',
      { ...modernHeaders, 'mcp-protocol-version': '2099-01-01' },
      modern('2099-01-01', {}),
    ],
    ['an envelope without capabilities', 400, 'POST', modernHeaders, modern('2026-07-28', undefined)],
    [
      'headers that do not agree',
      400,
      'POST',
      { ...modernHeaders, 'mcp-method': 'tools/call' },
      modern('2026-07-28', {}),
    ],
    [
      'a method that the modern era lacks',
      404,
      'POST',
      { ...modernHeaders, 'mcp-method': 'ping' },
      modern('2026-07-28', {}, 'ping'),
    ],
  ])('refuses %s with %i', async (_what, status, method, headers, body, path) => {
    expect((await send(method, headers, body, path)).status).toBe(status);
  });

  it('names the revisions it speaks', async () => {
    const headers = { ...modernHeaders, 'mcp-protocol-version': '2099-01-01' };
    const { body } = await send('POST', headers, modern('2099-01-01', {}));
    expect(JSON.parse(body)).toMatchObject({ id: 7, error: { code: -32022, data: { supported: ['2026-07-28'] } } });
  });

  it('ends a session on DELETE', async () => {
    const client = new Client({ name: 'test', version: '1' });
    const transport = new StreamableHTTPClientTransport(new URL(listener.url));
    await client.connect(transport as Transport);
    const session = transport.sessionId ?? '';
    expect((await send('POST', { ...json, 'mcp-session-id': session }, ping)).status).toBe(200);
    expect((await send('DELETE', { 'mcp-session-id': session })).status).toBe(204);
    expect((await send('POST', { ...json, 'mcp-session-id': session }, ping)).status).toBe(404);
    await client.close();
  });
});

/** The revision without sessions, with the official client of its generation and a server that speaks nothing else. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { modernClient } from '../support/gateway/clients.ts';
import { post } from '../support/gateway/raw-session.ts';
import { runClient } from '../support/gateway/run-client.ts';
import { open, openBothWays, servers } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { listening } from '../support/upstreams/listening.ts';
import { type ModernHttp, startModernHttp } from '../support/upstreams/modern-server.ts';

const text = (result: unknown): string => (result as { content: [{ text: string }] }).content[0].text;

let gateway: TestGateway;
let upstream: ModernHttp;
beforeAll(async () => {
  upstream = await startModernHttp();
  gateway = await startGateway({
    servers: {
      pipe: servers.modern(),
      http: { url: upstream.url, allowPrivate: true },
      legacy: servers.outspoken(),
      netdiag: servers.netdiag(),
    },
    policies: {
      both: openBothWays,
      silent: { ...open, server_requests: { elicitation: 'deny' } },
    },
    grants: {
      asked: { pipe: 'both', http: 'both', legacy: 'both', netdiag: 'both' },
      unasked: { pipe: 'silent', http: 'silent' },
    },
    // A hundred clients of one grant at once are more than a grant may have under way by default.
    more: { admission: { inFlight: 256, requestsPerSecond: 100_000 } },
  });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  await upstream?.close();
}, 60_000);

const opened: Client[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.close()));
});

async function connect(slug: string, grant: 'asked' | 'unasked' = 'asked', era: 'pinned' | 'auto' = 'pinned') {
  const client = await modernClient(gateway.url(slug), gateway.token(grant), era, { elicitation: { form: {} } });
  client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { sure: true } }));
  opened.push(client);
  return client;
}

describe.each(['pipe', 'http'])('over %s', (slug) => {
  it.each(['pinned', 'auto'] as const)('a client that is %s is served', async (era) => {
    const client = await connect(slug, 'asked', era);
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['echo', 'count', 'confirm']);
    const result = await client.callTool({ name: 'echo', arguments: { value: [1, { a: null }] } });
    expect(text(result)).toBe('[1,{"a":null}]');
    expect(result._meta).toMatchObject({ 'io.toolgate/decision': { outcome: 'allow' } });
  });

  it('progress arrives', async () => {
    const client = await connect(slug);
    const progress: number[] = [];
    const onprogress = (each: { progress: number }): void => void progress.push(each.progress);
    const result = await client.callTool({ name: 'count', arguments: { to: 5 } }, { onprogress });
    expect(text(result)).toBe('counted to 5');
    // The SDK itself drops a progress notification that is read in one piece with the answer after it.
    expect(progress.slice(0, 4)).toEqual([1, 2, 3, 4]);
  });

  it('a server asks by its answer what the policy allows', async () => {
    expect(text(await (await connect(slug)).callTool({ name: 'confirm', arguments: {} }))).toBe('sure: true');
  });

  it('and is told that the client cannot be asked when the policy does not', async () => {
    const client = await connect(slug, 'unasked');
    await expect(client.callTool({ name: 'confirm', arguments: {} })).rejects.toThrow();
  });

  it('resources and prompts arrive', async () => {
    const client = await connect(slug);
    expect((await client.listResources()).resources).toMatchObject([{ uri: 'fixture://one' }]);
    expect(await client.readResource({ uri: 'fixture://one' })).toMatchObject({
      contents: [{ text: 'contents of one' }],
    });
    expect((await client.listPrompts()).prompts).toMatchObject([{ name: 'greet' }]);
    expect(await client.getPrompt({ name: 'greet', arguments: { name: 'Ada' } })).toMatchObject({
      messages: [{ content: { text: 'hello Ada' } }],
    });
  });
});

describe('on the wire', () => {
  const version = '2026-07-28';
  const meta = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const send = (slug: string, method: string, params: object, headers: Record<string, string> = {}) =>
    post(gateway.url(slug), gateway.token('asked'), JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }), {
      'MCP-Protocol-Version': version,
      'Mcp-Method': method,
      ...headers,
    });

  it('a hundred clients that all use id 1 each get their own answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => [
        send(
          'http',
          'tools/call',
          { name: 'echo', arguments: { value: `client ${n}` }, _meta: meta },
          { 'Mcp-Name': 'echo' },
        ),
        send(
          'pipe',
          'tools/call',
          { name: 'echo', arguments: { value: `client ${n}` }, _meta: meta },
          { 'Mcp-Name': 'echo' },
        ),
      ]).flat(),
    );
    for (const [n, answer] of answers.entries()) {
      expect(answer.text.match(/client \d+/g)).toEqual([`client ${Math.floor(n / 2)}`]);
    }
  });

  it('headers that do not agree with the body are refused, and nothing is called', async () => {
    const before = upstream.calls.length;
    const call = { name: 'echo', arguments: { value: 1 }, _meta: meta };
    for (const headers of [{ 'Mcp-Name': 'count' }, { 'Mcp-Method': 'tools/list', 'Mcp-Name': 'echo' }]) {
      const answer = await send('http', 'tools/call', call, headers);
      expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([400, -32020]);
    }
    expect(upstream.calls).toHaveLength(before);
  });

  it('lists are private to the grant and not to be kept', async () => {
    const { text } = await send('http', 'tools/list', { _meta: meta });
    expect(JSON.parse(text).result).toMatchObject({ resultType: 'complete', ttlMs: 0, cacheScope: 'private' });
  });

  it.each([
    ['ping', 404, -32601],
    ['initialize', 404, -32601],
    ['logging/setLevel', 404, -32601],
  ])('%s is no method of it', async (method, status, code) => {
    const answer = await send('http', method, { _meta: meta });
    expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([status, code]);
  });

  it('a server of the other generation is discovered all the same', async () => {
    const answer = await send('legacy', 'server/discover', { _meta: meta });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text).result).toMatchObject({ resultType: 'complete', ttlMs: 0, cacheScope: 'private' });
  });
});

it('a client that leaves has cancelled: what the server held for it is let go', async () => {
  const target = createServer((socket) => socket.on('error', () => {}));
  const port = await listening(target);
  const connected = once(target, 'connection');
  const client = await connect('netdiag');
  const abort = new AbortController();
  const args = { host: '127.0.0.1', port, timeout_ms: 30_000 };
  const call = client.callTool({ name: 'raw_tcp_exchange', arguments: args }, { signal: abort.signal });
  const [socket] = (await connected) as [Socket];
  const closed = once(socket, 'close');
  abort.abort();
  await expect(call).rejects.toThrow();
  await closed;
  target.close();
});

it('stdio: a client pinned to it calls, is asked, and reads', async () => {
  await using run = await runClient('pinned', {
    command: servers.modern().command,
    policy: openBothWays,
    capabilities: { elicitation: { form: {} } },
  });
  const { client } = run;
  client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { sure: true } }));
  expect(text(await client.callTool({ name: 'echo', arguments: { value: 7 } }))).toBe('7');
  expect(text(await client.callTool({ name: 'confirm', arguments: {} }))).toBe('sure: true');
  expect(await client.readResource({ uri: 'fixture://one' })).toMatchObject({
    contents: [{ text: 'contents of one' }],
  });
}, 60_000);

it('stdio: a client cancels by a notification', async () => {
  const target = createServer((socket) => socket.on('error', () => {}));
  const port = await listening(target);
  const connected = once(target, 'connection');
  {
    await using run = await runClient('pinned', { command: servers.netdiag().command, policy: open });
    const abort = new AbortController();
    const args = { host: '127.0.0.1', port, timeout_ms: 30_000 };
    const call = run.client.callTool({ name: 'raw_tcp_exchange', arguments: args }, { signal: abort.signal });
    const [socket] = (await connected) as [Socket];
    const closed = once(socket, 'close');
    abort.abort();
    await expect(call).rejects.toThrow();
    await closed;
    expect((await run.client.listTools()).tools.length).toBeGreaterThan(0);
  }
  target.close();
}, 60_000);

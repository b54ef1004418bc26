import { createServer, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, call, failureOf, textOf } from '../../../test/support/upstreams/hearing.ts';
import { startLegacySse } from '../../../test/support/upstreams/legacy-sse-server.ts';
import { listening } from '../../../test/support/upstreams/listening.ts';
import { anchoredClock } from '../../kernel/index.ts';
import { httpUpstream } from '../http/http-upstream.ts';
import type { Upstream, UpstreamEvent, UpstreamSession } from '../index.ts';
import { endpointPath } from './endpoint.ts';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function at(url: string, firstByteMs = 20_000): { upstream: Upstream; events: UpstreamEvent[] } {
  const events: UpstreamEvent[] = [];
  const server = {
    slug: 'old',
    transport: 'http' as const,
    url,
    headers: new Map([['X-Key', 'k']]),
    allowPrivate: true,
    timeouts: { connectMs: 5_000, firstByteMs, idleMs: 20_000 },
    caps: { bytes: 1e6, depth: 64, nodes: 1e5, response: 1e5 },
    maxConcurrency: undefined,
    pinned: true,
    trusted: false,
  };
  const upstream = httpUpstream(server, { clock: anchoredClock(), log: (event) => events.push(event) });
  closing.push(() => upstream.close());
  return { upstream, events };
}

const hello = {
  protocolVersion: '2024-11-05',
  capabilities: { sampling: {}, elicitation: {}, roots: {} },
  clientInfo: { name: 'test', version: '1' },
};

async function initialised(upstream: Upstream): Promise<UpstreamSession> {
  const session = upstream.open('legacy');
  expect(await ask(session, 'initialize', hello).end).toMatchObject({
    answer: { result: { protocolVersion: '2024-11-05' } },
  });
  await session.send(Buffer.from('{"jsonrpc":"2.0","method":"notifications/initialized"}'), {});
  return session;
}

describe('the official server of that transport', () => {
  async function connected() {
    const server = await startLegacySse();
    closing.push(() => server.close());
    const { upstream } = at(server.url);
    expect(await upstream.era('modern')).toBe('legacy');
    return { server, session: await initialised(upstream), upstream };
  }

  it('answers, many at once and each its own', async () => {
    const { session } = await connected();
    const calls = Array.from({ length: 20 }, (_, value) => call(session, 'echo', { value }));
    expect(await Promise.all(calls.map(textOf))).toEqual(calls.map((_, value) => String(value)));
  });

  it('tells how far it is', async () => {
    const { session } = await connected();
    const id = { value: 0 };
    const heard = ask(session, 'tools/call', { name: 'count', arguments: { to: 3 }, _meta: { progressToken: 2 } });
    id.value = heard.pending.upstreamId;
    expect(id.value).toBe(2);
    expect(await textOf(heard)).toContain('3');
    expect(heard.messages.filter((text) => text.includes('notifications/progress'))).toHaveLength(3);
  });

  it('is left when the session is closed', async () => {
    const { server, session, upstream } = await connected();
    await session.close();
    await expect.poll(() => server.open()).toBe(0);
    expect(await failureOf(call(session, 'echo', { value: 1 }))).toMatchObject({ sent: false });
    // Another session is another stream.
    await initialised(upstream);
    expect(server.open()).toBe(1);
  });

  it('that ends takes the session with it, and says so once', async () => {
    const { server, session } = await connected();
    const lost = new Promise((resolve) => session.onLost(resolve));
    const waiting = call(session, 'wait', {});
    await expect.poll(() => server.seen.calls).toContain('wait');
    await server.close();
    expect(await failureOf(waiting)).toMatchObject({ code: 'upstream_unavailable', sent: true });
    expect(await lost).toMatchObject({ code: 'upstream_unavailable' });
    expect(waiting.ends()).toBe(1);
  });
});

describe('where a server may want messages posted to', () => {
  const base = new URL('https://mcp.example.com:8443/sse?x=1');
  it.each([
    ['/messages?sessionId=1', '/messages?sessionId=1'],
    ['messages', '/messages'],
    ['?s=1', '/sse?s=1'],
    ['https://mcp.example.com:8443/m', '/m'],
    ['https://mcp.example.com/m', undefined],
    ['http://mcp.example.com:8443/m', undefined],
    ['https://evil.example.com:8443/m', undefined],
    ['//evil.example.com/m', undefined],
    ['\\\\evil.example.com\\m', undefined],
    ['https://mcp.example.com:8443@evil.example.com/m', undefined],
    ['https://user:pass@mcp.example.com:8443/m', undefined],
    ['javascript:alert(1)', undefined],
    ['file:///etc/passwd', undefined],
    [`/${'x'.repeat(5000)}`, undefined],
  ])('%s', (said, path) => {
    expect(endpointPath(base, said)).toBe(path);
  });
});

describe('a server that misbehaves', () => {
  /** @param stream what it writes once a message was posted */
  async function hostile(begin: string, stream: (response: ServerResponse, id: number) => void, post = 202) {
    const posts: { path: string; key: unknown }[] = [];
    let open: ServerResponse | undefined;
    const http = createServer((request, response) => {
      if (request.method === 'GET') {
        open = response.writeHead(200, { 'content-type': 'text/event-stream' });
        open.write(begin);
        return;
      }
      if (request.url === '/sse') {
        response.writeHead(405).end();
        return;
      }
      posts.push({ path: request.url ?? '', key: request.headers['x-key'] });
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        response.writeHead(post).end();
        if (open !== undefined) stream(open, (JSON.parse(body) as { id: number }).id);
      });
    });
    const port = await listening(http);
    closing.push(() => {
      http.closeAllConnections();
      return new Promise((resolve) => http.close(resolve));
    });
    return { url: `http://127.0.0.1:${port}/sse`, posts };
  }
  const event = (data: string): string => `event: message\ndata: ${data}\n\n`;
  const good = (id: number | string): string =>
    `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[{"type":"text","text":"good"}]}}`;
  const endpoint = 'event: endpoint\ndata: /post\n\n';

  it.each([
    ['that speaks of other things before', `: hi\n\nevent: other\ndata: x\n\n${endpoint}`, event],
    ['that names a second place', endpoint, (data: string) => `event: endpoint\ndata: /other\n\n${event(data)}`],
    ['that answers what was not asked', endpoint, (data: string) => event(good(999)) + event(good('1')) + event(data)],
  ])('%s: the answer arrives, from the place that was named first', async (_what, begin, written) => {
    const server = await hostile(begin, (response, id) => response.write(written(good(id))));
    const { upstream } = at(server.url);
    await upstream.era('legacy');
    expect(await textOf(call(upstream.open('legacy'), 'x'))).toBe('good');
    expect(server.posts).toEqual([{ path: '/post', key: 'k' }]);
  });

  it.each([
    ['a line without end', (response: ServerResponse) => response.write(`data: ${'x'.repeat(200_000)}`)],
    ['a message that cannot be read', (response: ServerResponse) => response.write(event('{"jsonrpc":'))],
    ['a batch', (response: ServerResponse, id: number) => response.write(event(`[${good(id)}]`))],
    [
      'a result that is an error',
      (r: ServerResponse, id: number) => r.write(event(good(id).replace('}}', '},"error":{}}'))),
    ],
  ] as const)('%s ends the session: whoever waits is told', async (_what, written) => {
    const server = await hostile(endpoint, written);
    const { upstream } = at(server.url);
    await upstream.era('legacy');
    expect(await failureOf(call(upstream.open('legacy'), 'x'))).toMatchObject({ code: 'upstream_invalid', sent: true });
  });

  it.each([
    ['401', 401, 'upstream_unauthorized'],
    ['500', 500, 'upstream_unavailable'],
    ['400', 400, 'upstream_invalid'],
    ['a redirect', 307, 'upstream_invalid'],
  ])('%s for a message fails its request, not the session', async (_what, status, code) => {
    const server = await hostile(endpoint, () => {}, status);
    const { upstream } = at(server.url);
    await upstream.era('legacy');
    const session = upstream.open('legacy');
    expect(await failureOf(call(session, 'x'))).toMatchObject({ code });
    expect(await failureOf(call(session, 'y'))).toMatchObject({ code });
  });

  it.each([
    ['names a place elsewhere', 'event: endpoint\ndata: http://127.0.0.1:1/post\n\n'],
    ['names none', ': nothing\n\n'],
  ])('a stream that %s is none of this transport', async (_what, begin) => {
    const server = await hostile(begin, () => {});
    const { upstream } = at(server.url, 500);
    await upstream.era('legacy');
    expect(await failureOf(call(upstream.open('legacy'), 'x'))).toMatchObject({ status: 405 });
    expect(server.posts).toEqual([]);
  });
});

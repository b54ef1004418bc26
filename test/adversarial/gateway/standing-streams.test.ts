/** A stream on which a client listens stands open for as long as it likes: it is one of its grant's streams, and no call. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { listenTo, modernHeaders, modernMeta } from '../../support/gateway/listen.ts';
import { type DualEraHttp, startDualEra } from '../../support/upstreams/dual-era-server.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { exchange, type RawAnswer } from './raw-agent.ts';

let upstream: DualEraHttp;
let gateway: OpenGateway;
beforeAll(async () => {
  upstream = await startDualEra('modern');
  gateway = await openGateway({
    servers: { s: { url: upstream.url, allowPrivate: true } },
    policies: { s: { version: '1', default: 'allow' } },
    grants: { agent: { s: 's' } },
    more: { admission: { inFlight: 2, streams: 4 } },
  });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const list = (path: string): Promise<RawAnswer> =>
  exchange(
    gateway.port,
    'POST',
    path,
    [
      `Authorization: Bearer ${gateway.token()}`,
      'Accept: application/json, text/event-stream',
      'Content-Type: application/json',
      ...Object.entries(modernHeaders('tools/list')).map(([name, value]) => `${name}: ${value}`),
    ],
    JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: modernMeta } }),
  );

test.each(['/mcp/s', '/mcp'])('whoever listens at %s as often as it may has all of its calls', async (path) => {
  const url = `http://127.0.0.1:${gateway.port}${path}`;
  const streams = [];
  for (let id = 0; id < 4; id += 1) {
    const stream = await listenTo(url, gateway.token(), id, { toolsListChanged: true });
    expect(await stream.next()).toMatchObject({ method: 'notifications/subscriptions/acknowledged' });
    streams.push(stream);
  }
  expect((await list(path)).status).toBe(200);
  // The cap of streams is what bounds them.
  expect((await listenTo(url, gateway.token(), 9, { toolsListChanged: true })).status).toBe(429);
  for (const stream of streams) stream.leave();
  await vi.waitFor(
    async () => {
      const stream = await listenTo(url, gateway.token(), 10, { toolsListChanged: true });
      stream.leave();
      expect(stream.status).toBe(200);
    },
    { timeout: 20_000, interval: 20 },
  );
});

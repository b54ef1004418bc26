import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFlood } from '../../../bench/load/flood.ts';
import { type ByteCounter, startByteCounter } from '../../support/upstreams/byte-counter.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';

/** The figures are those of `npm run bench:overload`; what must hold on any machine, however busy, is here. */
let upstream: ByteCounter;
let gateway: OpenGateway;

beforeAll(async () => {
  upstream = await startByteCounter([{ name: 'tcp_connect', inputSchema: { type: 'object' } }], 'connected ok');
  gateway = await openGateway({
    servers: { counted: { url: upstream.url, allowPrivate: true } },
    policies: { counted: { version: '1', default: 'allow' } },
    more: { admission: { requestsPerSecond: 1_000_000, inFlight: 8 } },
  });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

test('with many times as many clients as may be served, who call again at once, each is served or told to wait', async () => {
  const agent = { url: gateway.url('counted'), headers: { Authorization: `Bearer ${gateway.token()}` } };
  const connections = 200;
  const flood = await openFlood([agent], connections, false);
  upstream.reset();
  const { good, shed, other, sample, seconds } = await flood.run(1.5);
  flood.close();
  expect([other, sample]).toEqual([0, undefined]);
  expect(good).toBe(upstream.toolCalls());
  expect(good).toBeGreaterThan(0);
  expect(shed).toBeGreaterThan(connections / 2);
  // However often they ask: what is refused freely, and one a second for each connection.
  expect(shed).toBeLessThanOrEqual((500 + connections) * (Math.ceil(seconds) + 1));
  expect((await (await fetch(`http://127.0.0.1:${gateway.port}/healthz`)).text()).length).toBeGreaterThan(0);
}, 60_000);

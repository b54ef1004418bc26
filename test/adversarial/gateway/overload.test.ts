import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFlood } from '../../../bench/load/flood.ts';
import type { LoadTarget } from '../../../bench/load/mcp-line.ts';
import { type ByteCounter, startByteCounter } from '../../support/upstreams/byte-counter.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';

/** The figures are those of `npm run bench:overload`; what must hold on any machine, however busy, is here. */
const polite = 'polite';
const deaf = Array.from({ length: 15 }, (_, n) => `deaf-${n}`);
let upstream: ByteCounter;
let gateway: OpenGateway;

beforeAll(async () => {
  upstream = await startByteCounter([{ name: 'tcp_connect', inputSchema: { type: 'object' } }], 'connected ok');
  gateway = await openGateway({
    servers: { counted: { url: upstream.url, allowPrivate: true } },
    policies: { counted: { version: '1', default: 'allow' } },
    grants: Object.fromEntries([polite, ...deaf].map((label) => [label, { counted: 'counted' }])),
    more: { admission: { requestsPerSecond: 1_000_000, inFlight: 8 } },
  });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

function agentOf(label: string): LoadTarget {
  return { url: gateway.url('counted'), headers: { Authorization: `Bearer ${gateway.token(label)}` } };
}

test('with many times as many clients as may be served, who call again at once, each is served or told to wait', async () => {
  const agent = agentOf(polite);
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

test('beside fifteen agents that ask for five times of what they may, one that keeps to it has as much as each of them', async () => {
  // Eight calls under way, which is what each may have.
  const [quiet, loud] = [await openFlood([agentOf(polite)], 8, true), await openFlood(deaf.map(agentOf), 40, false)];
  let [its, theirs, shed] = [0, 0, 0];
  // In a second and a half of a machine that others use some hundred calls are made: those of several such count together.
  for (let round = 0; round < 4 && its <= theirs / deaf.length / 2; round += 1) {
    const [own, others] = await Promise.all([quiet.run(1.5), loud.run(1.5)]);
    expect([own.shed, own.other, others.other]).toEqual([0, 0, 0]);
    its += own.good;
    theirs += others.good;
    shed += others.shed;
  }
  quiet.close();
  loud.close();
  expect(shed).toBeGreaterThan(0);
  expect(its).toBeGreaterThan(theirs / deaf.length / 2);
}, 60_000);

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ByteCounter, startByteCounter } from '../../support/upstreams/byte-counter.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { type RawAgent, rawAgent } from './raw-agent.ts';

/** Threats B14, B16: a notification is no way round the policy, which speaks of none. */
let upstream: ByteCounter;
let gateway: OpenGateway;

beforeAll(async () => {
  upstream = await startByteCounter();
  const servers = { counted: { url: upstream.url, allowPrivate: true } };
  const server_requests = { roots: 'allow' };
  gateway = await openGateway({ servers, policies: { counted: { version: '1', default: 'deny', server_requests } } });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

let agent: RawAgent;
beforeEach(async () => {
  agent = await rawAgent(gateway, 'counted');
  upstream.reset();
});

const notification = (method: string, params = '{}'): string =>
  `{"jsonrpc":"2.0","method":"${method}","params":${params}}`;

test.each([
  'notifications/tools/call',
  'notifications/execute',
  'notifications/message',
  'notifications/tools/list_changed',
  'notifications/resources/updated',
  'notifications/tasks/status',
  'notifications/Cancelled',
  'notifications/',
])('%s goes nowhere', async (method) => {
  const answer = await agent.post(notification(method, '{"name":"echo","arguments":{}}'));
  expect(answer.status).toBe(202);
  expect(upstream.bytes()).toBe(0);
});

test.each(['"a"', '1', '0', '"1"', 'null', '1.5', '{}'])(
  'progress with what the server has not asked for (%s) goes nowhere',
  async (token) => {
    const answer = await agent.post(
      notification('notifications/progress', `{"progressToken":${token},"progress":1.0}`),
    );
    expect(answer.status).toBe(202);
    expect(upstream.bytes()).toBe(0);
  },
);

test('that its roots have changed tells a client that has some', async () => {
  await agent.post(notification('notifications/roots/list_changed'));
  expect(upstream.bytes()).toBe(0);
  const rooted = await rawAgent(gateway, 'counted', undefined, '{"roots":{"listChanged":true}}');
  upstream.reset();
  await rooted.post(notification('notifications/roots/list_changed'));
  expect(upstream.bodies()).toEqual(['{"jsonrpc":"2.0","method":"notifications/roots/list_changed","params":{}}']);
});

test('a cancellation of what is not under way goes nowhere', async () => {
  await agent.post(notification('notifications/cancelled', '{"requestId":1}'));
  expect(upstream.bytes()).toBe(0);
});

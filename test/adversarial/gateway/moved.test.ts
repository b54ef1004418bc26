/** A server that is somewhere else from now on: what the old one gave the gateway to know a session by is not shown to the new one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ByteCounter, startByteCounter } from '../../support/upstreams/byte-counter.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { type PersonalServer, startPersonalServer } from './personal-server.ts';
import { rawAgent } from './raw-agent.ts';

let before: PersonalServer;
let after: ByteCounter;
let gateway: OpenGateway;
const setup = (url: string) => ({
  servers: { s: { url, allowPrivate: true } },
  policies: { s: { version: '1', default: 'allow' } },
});
beforeAll(async () => {
  before = await startPersonalServer();
  after = await startByteCounter();
  gateway = await openGateway(setup(before.url));
});
afterAll(async () => {
  await gateway.close();
  await before.close();
  await after.close();
});

test('the session goes on there by a handshake of its own', async () => {
  const agent = await rawAgent(gateway, 's');
  expect((await agent.call('echo')).body).toContain('said');
  expect(before.sessions.size).toBe(1);
  expect((await gateway.apply(setup(after.url))).ok).toBe(true);
  expect((await agent.call('echo', '{}', '2')).body).toContain('called echo');
  const received = after.received().toString('latin1');
  expect(received).not.toMatch(/^mcp-session-id:/im);
  const posted = after.bodies().filter((body) => body !== '');
  const methods = posted.map((body) => (JSON.parse(body) as { method: string }).method);
  expect(methods).toContain('initialize');
  expect(methods).not.toContain('ping');
});

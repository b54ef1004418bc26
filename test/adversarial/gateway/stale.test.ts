/** A gateway that cannot tell whether it knows what is in force: nothing passes it, and it goes on by itself. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ByteCounter, startByteCounter } from '../../support/upstreams/byte-counter.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { codeOf, type RawAgent, rawAgent } from './raw-agent.ts';

let upstream: ByteCounter;
let gateway: OpenGateway;
let agent: RawAgent;
let stale = false;

beforeAll(async () => {
  upstream = await startByteCounter();
  gateway = await openGateway({
    servers: { s: { url: upstream.url, allowPrivate: true } },
    policies: { s: { version: '1', default: 'allow' } },
  });
  gateway.ports.stale = () => stale;
  agent = await rawAgent(gateway, 's');
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

test.each([
  ['a call', '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo","arguments":{}}}', 'called echo'],
  ['a list', '{"jsonrpc":"2.0","id":7,"method":"tools/list"}', '"echo"'],
])('%s is refused while it is so, and served before and after', async (_what, body, served) => {
  stale = false;
  expect((await agent.post(body)).body).toContain(served);
  const seen = upstream.bytes();
  stale = true;
  const refused = await agent.post(body);
  expect(codeOf(refused)).toBe('snapshot_stale');
  expect(upstream.bytes()).toBe(seen);
  stale = false;
  expect((await agent.post(body)).body).toContain(served);
});

test('what was refused is on the record', async () => {
  await gateway.stop();
  const calls = await gateway.calls();
  expect(calls.map(({ outcome, code }) => code ?? outcome)).toContain('snapshot_stale');
});

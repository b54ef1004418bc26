/** A gateway that cannot tell whether it knows what is in force: nothing passes it, and it goes on by itself. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ByteCounter, startByteCounter } from '../../support/upstreams/byte-counter.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { codeOf, type RawAgent, rawAgent } from './raw-agent.ts';

let upstream: ByteCounter;
let gateway: OpenGateway;
let agent: RawAgent;
let stale = false;

const limits = { counter: 'all', window: 'hour', max: 1, scope: 'grant' };
const setup = () => ({
  servers: { s: { url: upstream.url, allowPrivate: true } },
  policies: { s: { version: '1', default: 'allow', tools: { limited: { limits: [limits] } } } },
});

beforeAll(async () => {
  upstream = await startByteCounter(['echo', 'limited'].map((name) => ({ name, inputSchema: { type: 'object' } })));
  gateway = await openGateway(setup());
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

test.each([
  ['its record is kept', () => gateway.ports.journal, 'intent'],
  ['its limits are taken', () => gateway.ports.limiter, 'take'],
] as const)('a call that the gateway was stopped with while %s does not go out', async (_what, port, method) => {
  stale = false;
  const ports = port() as unknown as Record<string, (...args: unknown[]) => unknown>;
  const own = ports[method];
  // As after SIGSTOP and SIGCONT: the next thing that runs knows nothing any more.
  ports[method] = (...args) => {
    stale = true;
    return own?.apply(ports, args);
  };
  const seen = upstream.bytes();
  const refused = await agent.call('limited');
  ports[method] = own as (typeof ports)[string];
  expect(codeOf(refused)).toBe('snapshot_stale');
  expect(upstream.bytes()).toBe(seen);
  // Not one byte was sent: of the one call a minute nothing was used up.
  stale = false;
  expect((await agent.call('limited')).body).toContain('called limited');
  expect(codeOf(await agent.call('limited'))).toBe('rate_limited');
  limits.max += 1;
  await gateway.apply(setup());
});

test('what was refused is on the record', async () => {
  await gateway.stop();
  const calls = await gateway.calls();
  expect(calls.map(({ outcome, code }) => code ?? outcome)).toContain('snapshot_stale');
});

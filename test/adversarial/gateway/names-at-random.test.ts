/**
 * Names that an agent makes up cost the gateway no memory and the server no traffic (threat B46): no counter, no series of
 * the metrics, no call, and no more than a throttled look at the server's list.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ByteCounter, startByteCounter } from '../../support/upstreams/byte-counter.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { exchange, type RawAgent, type RawAnswer, rawAgent } from './raw-agent.ts';

const limited = { limits: [{ counter: 'calls', window: 'day', max: 1_000_000, scope: 'grant' }] };
const policy = { version: '1', default: 'deny', tools: { echo: limited } };

let upstream: ByteCounter;
let gateway: OpenGateway;
let agent: RawAgent;
/** How often something was taken from a counter. */
let takes = 0;
beforeAll(async () => {
  upstream = await startByteCounter();
  gateway = await openGateway({
    servers: { s: { url: upstream.url, allowPrivate: true } },
    policies: { s: policy },
    more: { admission: { requestsPerSecond: 1_000_000 } },
  });
  agent = await rawAgent(gateway, 's');
  const { limiter } = gateway.ports;
  gateway.ports.limiter = {
    look: (demand) => limiter.look(demand),
    take: (demand) => {
      takes += 1;
      return limiter.take(demand);
    },
    giveBack: (receipt) => limiter.giveBack(receipt),
    release: (receipt) => limiter.release(receipt),
  };
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

/** Another name for each number. */
const name = (n: number): string => `random_${n}_${(n * 7919) % 1000}`;
const request = (method: string, params: object): string => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** A call without a session. */
function stateless(path: string, tool: string): Promise<RawAnswer> {
  const body = request('tools/call', { name: tool, arguments: {}, _meta: meta });
  const own = ['MCP-Protocol-Version: 2026-07-28', 'Mcp-Method: tools/call', `Mcp-Name: ${tool}`];
  return send('POST', path, body, own);
}

function send(
  method: string,
  path: string,
  body: string,
  more: readonly string[],
  token: string = gateway.token(),
): Promise<RawAnswer> {
  const usual = [
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    'Accept: application/json, text/event-stream',
  ];
  return exchange(gateway.port, method, path, [...usual, ...more], body);
}

const ways: readonly (readonly [what: string, ask: (made: string) => Promise<RawAnswer>])[] = [
  ['tools', (made) => agent.call(made)],
  ['tools, without a session', (made) => stateless('/mcp/s', made)],
  ['tools of a server, at the URL of all', (made) => stateless('/mcp', `s__${made}`)],
  ['tools of servers that are not there, at the URL of all', (made) => stateless('/mcp', `${made}__echo`)],
  ['prompts', (made) => agent.post(request('prompts/get', { name: made }))],
  ['resources', (made) => agent.post(request('resources/read', { uri: `test://${made}` }))],
  ['methods', (made) => agent.post(request(`tools/${made}`, {}))],
  ['notifications', (made) => agent.post(JSON.stringify({ jsonrpc: '2.0', method: `notifications/${made}` }))],
  ['servers', (made) => stateless(`/mcp/${made.replaceAll('_', '-')}`, 'echo')],
  ['sessions', (made) => agent.post(request('tools/call', { name: 'echo' }), [`Mcp-Session-Id: ${made}`])],
  ['tokens', (made) => send('POST', '/mcp/s', request('tools/call', { name: 'echo' }), [], `tg_${made}`)],
  ['paths', (made) => send('GET', `/${made}`, '', [])],
];

async function series(): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${gateway.port}/metrics`)).text();
  return text.split('\n').filter((line) => line.startsWith('toolgate')).length;
}

test('a name that is there is called, and counted', async () => {
  expect((await agent.call('echo')).body).toContain('called echo');
  expect([takes, upstream.toolCalls()]).toEqual([1, 1]);
});

test.each(ways)('B46: %s', async (_, ask) => {
  await ask('not_there');
  const before = await series();
  upstream.reset();
  takes = 0;
  const begun = performance.now();
  for (let n = 0; n < 25; n += 1) expect((await ask(name(n))).body).not.toContain('called');
  const seconds = (performance.now() - begun) / 1000;
  expect([takes, upstream.toolCalls()]).toEqual([0, 0]);
  // The list is looked at once a second, and a session is opened with three messages.
  expect(upstream.bodies().length).toBeLessThanOrEqual(Math.ceil(seconds) + 4);
  expect(await series()).toBe(before);
});

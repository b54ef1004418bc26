/**
 * A record is about a call, and never as long as one: names are remembered, filed and shown by those who count records, not
 * bytes. Whatever an agent may name is tried at a megabyte here, whether its policy allows it or not.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ByteCounter, startByteCounter } from '../../support/upstreams/byte-counter.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { codeOf, exchange, initialize, rawAgent } from './raw-agent.ts';

const longest = 256 * 1024;
const long = 'a'.repeat(1024 * 1024);
const limits = [{ counter: 'each', window: 'hour', max: 1, scope: 'grant', per: ['args.value'] }];
const audit = { arguments: 'paths', paths: ['args.value', 'args.short'] };
let upstream: ByteCounter;
let gateway: OpenGateway;
beforeAll(async () => {
  upstream = await startByteCounter();
  const server = { url: upstream.url, allowPrivate: true };
  gateway = await openGateway({
    servers: { open: server, closed: server },
    policies: {
      open: { version: '1', default: 'allow', tools: { echo: { limits } }, audit },
      closed: { version: '1', default: 'deny' },
    },
    grants: { agent: { open: 'open', closed: 'closed' } },
  });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const of = (method: string, params: object): string => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: long, version: long },
  'io.modelcontextprotocol/clientCapabilities': {},
};
const shortMeta = { ...meta, 'io.modelcontextprotocol/clientInfo': { name: 'a', version: '1' } };

test.each(['open', 'closed'])('what is longer than a name can be names nothing (a policy that is %s)', async (slug) => {
  const agent = await rawAgent(gateway, slug);
  upstream.reset();
  for (const [method, params] of [
    ['tools/call', { name: long }],
    ['prompts/get', { name: long }],
    ['resources/read', { uri: `x:${long}` }],
    ['resources/subscribe', { uri: `x:${long}` }],
    ['resources/unsubscribe', { uri: `x:${long}` }],
    ['completion/complete', { ref: { type: 'ref/prompt', name: long }, argument: { name: 'a', value: '' } }],
    ['completion/complete', { ref: { type: 'ref/resource', uri: `x:${long}` }, argument: { name: 'a', value: '' } }],
  ] as const) {
    const answer = await agent.post(of(method, params));
    expect(codeOf(answer), method).toBe('bad_request');
    expect(answer.body.length, method).toBeLessThan(1_000);
  }
  expect(upstream.bytes()).toBe(0);
});

test('a subscription to what is longer than a name can be is none', async () => {
  for (const target of ['/mcp/open', '/mcp']) {
    const headers = [
      `Authorization: Bearer ${gateway.token()}`,
      'Accept: application/json, text/event-stream',
      'Content-Type: application/json',
      'MCP-Protocol-Version: 2026-07-28',
      'Mcp-Method: subscriptions/listen',
    ];
    const params = { notifications: { resourceSubscriptions: [`x:${long}`] }, _meta: shortMeta };
    const answer = await exchange(gateway.port, 'POST', target, headers, of('subscriptions/listen', params));
    expect(answer.body).toContain('none longer than');
  }
});

test('what a client says of itself is kept with its session, and so is short', async () => {
  const head = [
    `Authorization: Bearer ${gateway.token()}`,
    'Accept: application/json, text/event-stream',
    'Content-Type: application/json',
  ];
  const { params } = JSON.parse(initialize) as { params: { clientInfo: object } };
  const talkative = [
    { clientInfo: { ...params.clientInfo, title: long } },
    { capabilities: { experimental: { [long]: {} } } },
  ];
  upstream.reset();
  for (const target of ['/mcp/open', '/mcp']) {
    for (const more of talkative) {
      const answer = await exchange(gateway.port, 'POST', target, head, of('initialize', { ...params, ...more }));
      expect([codeOf(answer), answer.body], target).toEqual(['bad_request', expect.stringContaining('at most')]);
    }
    const own = [...head, 'MCP-Protocol-Version: 2026-07-28', 'Mcp-Method: tools/list'];
    const answer = await exchange(gateway.port, 'POST', target, own, of('tools/list', { _meta: meta }));
    expect([codeOf(answer), answer.body], target).toEqual(['bad_request', expect.stringContaining('at most')]);
  }
  expect(upstream.bytes()).toBe(0);
});

test('no record is as long as what it is about', async () => {
  const agents = [await rawAgent(gateway, 'open'), await rawAgent(gateway, 'closed')];
  const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`key${i}`, 1]));
  const said: [string, boolean][] = [];
  for (const agent of agents) {
    await agent.call('echo', JSON.stringify({ [long]: 1, value: 'x' }));
    await agent.call('echo', JSON.stringify({ ...many, value: 'y' }));
    // Counted by what it is, however long: the second time there is no room.
    for (const end of ['1', '2', '1']) {
      const answer = await agent.call('echo', JSON.stringify({ value: long + end, short: 1 }));
      said.push([end, codeOf(answer) === 'rate_limited']);
    }
    await agent.call('x'.repeat(5_000));
    await agent.post(of('resources/read', { uri: `x:${'\u20ac'.repeat(8_000)}` }));
    await agent.post(
      `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":9,"reason":"${long}"}}`,
    );
    await agent.post(
      of('tools/call', { name: 'echo', _meta: { progressToken: long, traceparent: long }, arguments: {} }),
    );
    await agent.post(`{"jsonrpc":"2.0","id":"${long}","method":"tools/call","params":{"name":"echo"}}`);
  }
  expect(said.slice(0, 3)).toEqual([
    ['1', false],
    ['2', false],
    ['1', true],
  ]);
  await gateway.stop();
  const records = [...(await gateway.calls()), ...(await gateway.events())];
  expect(records.length).toBeGreaterThan(20);
  expect(records.filter((record) => JSON.stringify(record).length > longest)).toEqual([]);
  // What has few names keeps them.
  expect(records.some((record) => record.kind === 'call' && record.argumentKeys?.join() === 'short,value')).toBe(true);
  // A value that is too long is left out, and no other.
  const values = records.flatMap((record) => ('argumentValues' in record ? [record.argumentValues] : []));
  expect(values).toContainEqual({ 'args["short"]': 1 });
  expect(values).toContainEqual({ 'args["value"]': 'x' });
});

/** What a client of revision 2026-07-28 is told of, and what headers repeat, against a server of that revision. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { listenTo, modernHeaders, modernMeta } from '../support/gateway/listen.ts';
import { post } from '../support/gateway/raw-session.ts';
import { open } from '../support/gateway/servers.ts';
import { type GatewaySetup, startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type DualEraHttp, startDualEra } from '../support/upstreams/dual-era-server.ts';

/** A record can be read a moment after its call has been answered. */
const soonFiled = { timeout: 20_000, interval: 100 };

const watched = 'test://watched-resource';
const hidden = 'test://static-text';
const subscriptionId = 'io.modelcontextprotocol/subscriptionId';

/** A server of that revision that knows no method but one. */
const bare = `
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line);
  const discovered = { resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities: {}, ttlMs: 0, cacheScope: 'private' };
  const answer = method === 'server/discover' ? { result: discovered } : { error: { code: -32601, message: 'no such method' } };
  if (id !== undefined) console.log(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
});`;

let upstream: DualEraHttp;
let gateway: TestGateway;
let setup: GatewaySetup;
beforeAll(async () => {
  upstream = await startDualEra('modern');
  setup = {
    servers: {
      fixture: { url: upstream.url, allowPrivate: true },
      bare: { command: [process.execPath, '-e', bare] },
    },
    policies: {
      some: { version: '1', default: 'deny', tools: { '*': {} }, resources: { [watched]: {} } },
      open,
    },
    grants: { agent: { fixture: 'some', bare: 'open' }, leaving: { fixture: 'some' }, changing: { fixture: 'some' } },
    more: { admission: { streams: 2 } },
  };
  gateway = await startGateway(setup);
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  await upstream?.close();
}, 60_000);

const url = (): string => gateway.url('fixture');

function call(grant: string, name: string, args: object = {}, headers: Record<string, string> = {}) {
  const params = { name, arguments: args, _meta: modernMeta };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
  return post(url(), gateway.token(grant), body, { ...modernHeaders('tools/call', name), ...headers });
}

describe('a stream of notifications', () => {
  it('promises what policy allows, under the client’s own id, and tells that and nothing else', async () => {
    const stream = await listenTo(url(), gateway.token('agent'), 'mine', {
      promptsListChanged: true,
      resourceSubscriptions: [watched, hidden],
      somethingElse: true,
    });
    expect(await stream.next()).toMatchObject({
      method: 'notifications/subscriptions/acknowledged',
      params: {
        notifications: { promptsListChanged: true, resourceSubscriptions: [watched] },
        _meta: { [subscriptionId]: 'mine' },
      },
    });
    await call('agent', 'test_trigger_tool_change');
    await call('agent', 'test_trigger_resource_update');
    expect(await stream.next()).toMatchObject({
      method: 'notifications/resources/updated',
      params: { uri: watched, _meta: { [subscriptionId]: 'mine' } },
    });
    await call('agent', 'test_trigger_prompt_change');
    expect(await stream.next()).toMatchObject({ method: 'notifications/prompts/list_changed' });
    stream.leave();
    await vi.waitFor(async () => {
      const subscriptions = (await gateway.calls()).filter(({ method }) => method === 'subscriptions/listen');
      expect(subscriptions.map(({ subject, outcome, code }) => [subject, outcome, code])).toEqual(
        expect.arrayContaining([
          [watched, 'allow', undefined],
          [hidden, 'deny', 'default_deny'],
        ]),
      );
    }, soonFiled);
  });

  it('has a number for an id where the client gave it one', async () => {
    const stream = await listenTo(url(), gateway.token('agent'), 7, { toolsListChanged: true });
    expect(await stream.next()).toMatchObject({ params: { _meta: { [subscriptionId]: 7 } } });
    await call('agent', 'test_trigger_tool_change');
    expect(await stream.next()).toMatchObject({ method: 'notifications/tools/list_changed' });
    stream.leave();
  });

  it.each([
    ['no filter', undefined],
    ['a filter that is no object', [watched]],
    ['resources that are no list', { resourceSubscriptions: watched }],
    ['a resource that is no string', { resourceSubscriptions: [1] }],
    ['more resources than one request may stand for', { resourceSubscriptions: Array(101).fill(watched) }],
  ])('%s is refused', async (_what, filter) => {
    const stream = await listenTo(url(), gateway.token('agent'), 1, filter);
    expect(stream.status).toBe(400);
    expect(await stream.next()).toMatchObject({ id: 1, error: { code: -32602 } });
  });

  it('is over at once for a client that takes no streams', async () => {
    const method = 'subscriptions/listen';
    const params = { notifications: { toolsListChanged: true }, _meta: modernMeta };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 5, method, params });
    const headers = { ...modernHeaders(method), Accept: 'application/json' };
    const answer = await post(url(), gateway.token('agent'), body, headers);
    expect(JSON.parse(answer.text)).toMatchObject({ id: 5, result: { resultType: 'complete' } });
  });

  it('counts as a stream of its grant, and no longer when its client has left', async () => {
    const ears = [1, 2].map((id) => listenTo(url(), gateway.token('leaving'), id, { toolsListChanged: true }));
    const [first, second] = await Promise.all(ears);
    await Promise.all([first?.next(), second?.next()]);
    const third = await listenTo(url(), gateway.token('leaving'), 3, { toolsListChanged: true });
    expect(await third.next()).toMatchObject({ id: 3, error: { code: expect.any(Number) } });
    first?.leave();
    await expect
      .poll(async () => {
        const again = await listenTo(url(), gateway.token('leaving'), 4, { toolsListChanged: true });
        const said = await again.next();
        again.leave();
        return said?.method;
      })
      .toBe('notifications/subscriptions/acknowledged');
    second?.leave();
  });

  it('tells no more of what a new policy hides, and ends with its grant', async () => {
    const stream = await listenTo(url(), gateway.token('changing'), 'x', {
      toolsListChanged: true,
      resourceSubscriptions: [watched],
    });
    await stream.next();
    const stricter = { version: '1', default: 'deny', tools: { '*': {} } };
    await gateway.rewrite({ ...setup, policies: { some: stricter, open } });
    await gateway.child.until('stderr', /the new configuration is in force/);
    await call('agent', 'test_trigger_resource_update');
    await call('agent', 'test_trigger_tool_change');
    // Once for the policy, and once for the server.
    for (let i = 0; i < 2; i += 1) {
      expect(await stream.next()).toMatchObject({ method: 'notifications/tools/list_changed' });
    }
    await gateway.rewrite({ ...setup, grants: { agent: { fixture: 'some', bare: 'open' } } });
    expect(await stream.next()).toMatchObject({
      id: 'x',
      result: { resultType: 'complete', _meta: { [subscriptionId]: 'x' } },
    });
    expect(await stream.next()).toBeUndefined();
  });
});

it.each([
  ['a list', 'resources/templates/list', {}],
  [
    'a call',
    'completion/complete',
    { ref: { type: 'ref/resource', uri: watched }, argument: { name: 'a', value: '' } },
  ],
])('what the server has no method for is 404, be it %s', async (_what, method, params) => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: modernMeta } });
  const answer = await post(gateway.url('bare'), gateway.token('agent'), body, modernHeaders(method));
  expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([404, -32601]);
});

describe('parameters that headers repeat', () => {
  const args = { region: 'eu', attempt: 2 };

  it.each([
    ['missing', {}],
    ['another value', { 'Mcp-Param-Region': 'us', 'Mcp-Param-Attempt': '2' }],
    ['one of two', { 'Mcp-Param-Region': 'eu' }],
  ])('%s: refused, and nothing is called', async (_what, headers) => {
    const answer = await call('agent', 'test_custom_headers', args, headers);
    expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([400, -32020]);
  });

  it('are written afresh for the server, which refuses a call without them', async () => {
    const headers = { 'Mcp-Param-Region': '=?base64?ZXU=?=', 'Mcp-Param-Attempt': '2.0' };
    const answer = await call('agent', 'test_custom_headers', args, headers);
    expect(JSON.parse(answer.text).result.content).toEqual([{ type: 'text', text: JSON.stringify(args) }]);
  });
});

it('an open stream does not keep the gateway from ending', async () => {
  await using other = await startGateway(setup);
  const stream = await listenTo(other.url('fixture'), other.token('agent'), 1, { toolsListChanged: true });
  await stream.next();
  const ended = other.child.stop();
  expect(await stream.next()).toMatchObject({ id: 1, result: { resultType: 'complete' } });
  expect(await ended).toMatchObject({ code: 0 });
});

/** `subscriptions/listen` at the URL of all servers. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listenTo, modernHeaders, modernMeta } from '../support/gateway/listen.ts';
import { post } from '../support/gateway/raw-session.ts';
import { servers } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type DualEraHttp, startDualEra } from '../support/upstreams/dual-era-server.ts';

const watched = 'test://watched-resource';
const subscriptionId = 'io.modelcontextprotocol/subscriptionId';

let modern: DualEraHttp;
let legacy: DualEraHttp;
let gateway: TestGateway;
beforeAll(async () => {
  modern = await startDualEra('modern');
  legacy = await startDualEra('legacy');
  const some = { version: '1', default: 'deny', tools: { '*': {} }, resources: { [watched]: {} } };
  gateway = await startGateway({
    servers: {
      modern: { url: modern.url, allowPrivate: true },
      legacy: { url: legacy.url, allowPrivate: true },
      silent: servers.hostile('--silent'),
      down: { url: 'http://127.0.0.1:9/mcp', allowPrivate: true },
    },
    policies: { some, none: { version: '1', default: 'deny', tools: { '*': {} } } },
    grants: {
      one: { modern: 'some', legacy: 'none', silent: 'some', down: 'some' },
      both: { modern: 'some', legacy: 'some' },
    },
    more: { admission: { streams: 1 } },
  });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  await Promise.all([modern?.close(), legacy?.close()]);
}, 60_000);

const all = (): string => `${gateway.origin}/mcp`;

function call(grant: string, name: string) {
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name, arguments: {}, _meta: modernMeta },
  });
  return post(all(), gateway.token(grant), body, modernHeaders('tools/call', name));
}

it('tells of every server that can be heard, within its time, and of what policy shows', async () => {
  const before = performance.now();
  const filter = { toolsListChanged: true, resourceSubscriptions: [watched, 'test://static-text'] };
  const stream = await listenTo(all(), gateway.token('one'), 'mine', filter);
  expect(await stream.next()).toMatchObject({
    method: 'notifications/subscriptions/acknowledged',
    params: {
      notifications: { toolsListChanged: true, resourceSubscriptions: [watched] },
      _meta: { [subscriptionId]: 'mine' },
    },
  });
  expect(performance.now() - before).toBeLessThan(30_000);
  for (const slug of ['modern', 'legacy']) {
    expect((await call('one', `${slug}__test_trigger_tool_change`)).status).toBe(200);
    expect(await stream.next()).toMatchObject({
      method: 'notifications/tools/list_changed',
      params: { _meta: { [subscriptionId]: 'mine' } },
    });
  }
  await call('one', 'legacy__test_trigger_resource_update');
  await call('one', 'modern__test_trigger_resource_update');
  expect(await stream.next()).toMatchObject({ method: 'notifications/resources/updated', params: { uri: watched } });
  // The grant has one stream, however many servers are behind it, and no other beside it.
  const second = await listenTo(all(), gateway.token('one'), 'more', { toolsListChanged: true });
  expect(await second.next()).toMatchObject({ error: { code: -32603 } });
  stream.leave();
  await expect
    .poll(
      async () => {
        const again = await listenTo(all(), gateway.token('one'), 'again', { promptsListChanged: true });
        const first = await again.next();
        again.leave();
        return first;
      },
      { timeout: 20_000 },
    )
    .toMatchObject({ method: 'notifications/subscriptions/acknowledged' });
}, 90_000);

it('does not promise what two servers claim', async () => {
  const stream = await listenTo(all(), gateway.token('both'), 1, { resourceSubscriptions: [watched] });
  expect(await stream.next()).toMatchObject({ params: { notifications: {} } });
  stream.leave();
}, 60_000);

it('refuses what is no filter', async () => {
  const stream = await listenTo(all(), gateway.token('both'), 2, 7);
  expect(await stream.next()).toMatchObject({ error: { code: -32602 } });
}, 60_000);

import { expect, it } from 'vitest';
import { ask, type Heard } from '../../../test/support/upstreams/hearing.ts';
import { PuppetSession, puppetUpstream } from '../../../test/support/upstreams/puppet-session.ts';
import { metaKeys } from '../../protocol/index.ts';
import { memoryMailbox } from '../mailbox/memory-mailbox.ts';
import { defaultTiming } from '../timing.ts';
import { ModernToLegacy } from './modern-to-legacy.ts';

const turn = (): Promise<undefined> => new Promise((resolve) => setImmediate(() => resolve(undefined)));
const updated = 'notifications/resources/updated';

function open() {
  const capabilities = { tools: { listChanged: true }, prompts: {}, resources: { subscribe: true } };
  const inner = new PuppetSession(({ method, bytes }) => {
    if (method === 'initialize') return { protocolVersion: '2025-06-18', capabilities, serverInfo: { name: 'p' } };
    // One resource that cannot be subscribed to.
    return method.startsWith('resources/') && !bytes.includes('a:deaf') ? {} : undefined;
  });
  const bridge = new ModernToLegacy(
    puppetUpstream('legacy', () => inner),
    { mailbox: memoryMailbox(), timing: defaultTiming },
  );
  const listen = (notifications: unknown): Heard =>
    ask(bridge, 'subscriptions/listen', {
      notifications,
      _meta: { [metaKeys.protocolVersion]: '2026-07-28', [metaKeys.clientCapabilities]: {} },
    });
  const asked = (method: string) =>
    inner.requests.filter(({ message }) => message.method === method).map(({ params }) => params.uri);
  const refuse = (): void => inner.requests.find(({ params }) => params.uri === 'a:deaf')?.error(-32602, 'no');
  return { bridge, inner, listen, asked, refuse };
}

const parsed = ({ messages }: Heard) => messages.map((text) => JSON.parse(text) as Record<string, unknown>);
const named = (id: number) => ({ [metaKeys.subscriptionId]: id });

it('promises what the server gives, and tells that and nothing else, each stream under its own name', async () => {
  const { inner, listen, asked, refuse } = open();
  const all = { toolsListChanged: true, promptsListChanged: true, resourceSubscriptions: ['a:1', 'a:deaf', 'a:1'] };
  const first = listen(all);
  await turn();
  // What comes before the promise waits for it.
  inner.say('notifications/tools/list_changed', {});
  refuse();
  await turn();
  const second = listen({ resourceSubscriptions: ['a:1', 'a:2'] });
  await turn();
  expect(inner.listens).toBe(1);
  inner.say(updated, { uri: 'a:1', _meta: { theirs: 1 } });
  inner.say(updated, { uri: 'a:3' });
  inner.say('notifications/prompts/list_changed', {});
  inner.say('notifications/message', { level: 'error', data: 1 });
  expect(parsed(first)).toMatchObject([
    {
      method: 'notifications/subscriptions/acknowledged',
      params: { _meta: named(1), notifications: { toolsListChanged: true, resourceSubscriptions: ['a:1'] } },
    },
    { method: 'notifications/tools/list_changed', params: { _meta: named(1) } },
    { method: updated, params: { uri: 'a:1', _meta: { ...named(1), theirs: 1 } } },
  ]);
  expect(first.messages[0]).not.toContain('promptsListChanged');
  expect(parsed(second)).toMatchObject([
    { params: { _meta: named(2), notifications: { resourceSubscriptions: ['a:1', 'a:2'] } } },
    { method: updated, params: { _meta: named(2) } },
  ]);
  expect(asked('resources/subscribe')).toEqual(['a:1', 'a:deaf', 'a:2']);
  first.pending.cancel();
  expect(asked('resources/unsubscribe')).toEqual([]);
  inner.say(updated, { uri: 'a:1' });
  expect(first.messages).toHaveLength(3);
  second.pending.cancel();
  expect(
    asked('resources/unsubscribe')
      .map(String)
      .sort((a, b) => a.localeCompare(b)),
  ).toEqual(['a:1', 'a:2']);
});

it.each([
  ['is closed', 'close', { answer: { result: { resultType: 'complete', _meta: named(1) } } }],
  ['has lost its server', 'lose', { failure: { code: 'upstream_unavailable' } }],
] as const)('a stream whose conversation %s ends once, and says how', async (_what, how, expected) => {
  const { bridge, inner, listen } = open();
  const heard = listen({ toolsListChanged: true });
  await turn();
  if (how === 'close') await bridge.close();
  else inner.lose();
  expect(await heard.end).toMatchObject(expected);
  heard.pending.cancel();
  await bridge.close();
  expect(heard.ends()).toBe(1);
});

it.each([undefined, 7, [], { resourceSubscriptions: 'a:1' }, { resourceSubscriptions: [1] }])(
  'a filter that is %j is none',
  async (filter) => {
    const { listen, inner } = open();
    expect(await listen(filter).end).toMatchObject({ answer: { error: { code: -32602 } } });
    expect(inner.requests).toEqual([]);
  },
);

it('a stream that is left before it stands leaves nothing behind', async () => {
  const { listen, asked, inner } = open();
  const heard = listen({ resourceSubscriptions: ['a:1', 'a:2'] });
  heard.pending.cancel();
  await turn();
  await turn();
  expect(asked('resources/unsubscribe')).toEqual(asked('resources/subscribe'));
  inner.say(updated, { uri: 'a:1' });
  expect([heard.messages, heard.ends()]).toEqual([[], 0]);
});

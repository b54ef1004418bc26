import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask } from '../../../test/support/upstreams/hearing.ts';
import { PuppetSession } from '../../../test/support/upstreams/puppet-session.ts';
import { metaKeys } from '../../protocol/index.ts';
import { defaultTiming } from '../timing.ts';
import { LegacyToModern } from './legacy-to-modern.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

const turn = (): Promise<undefined> => new Promise((resolve) => setImmediate(() => resolve(undefined)));
const acknowledged = 'notifications/subscriptions/acknowledged';
const updated = 'notifications/resources/updated';

async function open(capabilities: object = {}) {
  const discovered = {
    resultType: 'complete',
    supportedVersions: ['2026-07-28'],
    ttlMs: 1,
    cacheScope: 'public',
    instructions: 'Be kind.',
    'x-unknown': [1],
    capabilities: { logging: {}, tools: { listChanged: true }, resources: { subscribe: true }, ...capabilities },
  };
  const inner = new PuppetSession(({ method }) => (method === 'server/discover' ? discovered : undefined));
  const bridge = new LegacyToModern('puppet', inner, defaultTiming, () => 0);
  const told: Record<string, unknown>[] = [];
  bridge.unattributed({
    notification: ({ bytes }) => told.push(JSON.parse(bytes.toString('utf8'))),
    request: () => {},
  });
  const clientInfo = { name: 'c', version: '1', title: 'C' };
  const said = { protocolVersion: '2025-06-18', capabilities: { roots: { listChanged: true } }, clientInfo };
  const hello = await ask(bridge, 'initialize', said).end;
  const streams = () => inner.requests.filter(({ message }) => message.method === 'subscriptions/listen');
  /** The stream stands, for all that was asked or less. */
  const acknowledge = async (resourceSubscriptions?: unknown): Promise<void> => {
    const stream = streams().at(-1);
    const { notifications } = stream?.params ?? {};
    const agreed = resourceSubscriptions === undefined ? notifications : { resourceSubscriptions };
    stream?.notify(acknowledged, { notifications: agreed, _meta: { [metaKeys.subscriptionId]: stream.id } });
    await turn();
  };
  return { inner, bridge, told, hello, said, streams, acknowledge };
}

describe('a session with a server that knows none', () => {
  it('opens with what the server says of itself, and no word of the other era', async () => {
    const { hello, inner } = await open();
    expect(hello).toEqual({
      answer: {
        jsonrpc: '2.0',
        id: 1,
        result: {
          protocolVersion: '2025-06-18',
          serverInfo: { name: 'puppet', version: '0' },
          capabilities: { logging: {}, tools: { listChanged: true }, resources: { subscribe: true } },
          instructions: 'Be kind.',
          'x-unknown': [1],
        },
      },
    });
    expect(inner.headers[0]).toEqual({ protocolVersion: '2026-07-28', method: 'server/discover' });
  });

  it('says with each request what the client said once, in place of whatever the client writes there', async () => {
    const { bridge, inner, said } = await open();
    const forged = { [metaKeys.clientCapabilities]: { sampling: {} }, [metaKeys.logLevel]: 'debug', mine: 1 };
    ask(bridge, 'tools/call', { name: 'x', _meta: { ...forged, progressToken: 'p' } });
    const envelope = {
      mine: 1,
      [metaKeys.protocolVersion]: '2026-07-28',
      [metaKeys.clientCapabilities]: said.capabilities,
      [metaKeys.clientInfo]: said.clientInfo,
    };
    expect(inner.requests.at(-1)?.params._meta).toEqual({ ...envelope, [metaKeys.logLevel]: 'info', progressToken: 2 });
    expect(inner.headers.at(-1)).toEqual({ protocolVersion: '2026-07-28', method: 'tools/call', name: 'x' });
    await ask(bridge, 'logging/setLevel', { level: 'error' }).end;
    ask(bridge, 'prompts/list');
    expect(inner.requests.at(-1)?.params._meta).toMatchObject({ [metaKeys.logLevel]: 'error' });
    expect(await ask(bridge, 'logging/setLevel', { level: 'loud' }).end).toMatchObject({
      answer: { error: { code: -32602 } },
    });
  });

  it('what ends here reaches no server', async () => {
    const { bridge, inner } = await open();
    for (const method of ['notifications/initialized', 'notifications/roots/list_changed', 'notifications/progress']) {
      await bridge.send(Buffer.from(JSON.stringify({ jsonrpc: '2.0', method })));
    }
    // Nor does an answer to what nobody asked.
    await bridge.send(Buffer.from('{"jsonrpc":"2.0","id":1,"result":{}}'));
    expect(inner.sent).toEqual([]);
    expect(inner.requests).toHaveLength(1);
  });

  it('a value that is no object is told as text, unless the server has told it itself', async () => {
    const { bridge, inner } = await open();
    const result = async (said: object): Promise<unknown> => {
      const heard = ask(bridge, 'tools/call', { name: 'x' });
      inner.requests.at(-1)?.result({ resultType: 'complete', ...said });
      return ((await heard.end) as { answer: { result: unknown } }).answer.result;
    };
    expect(await result({ content: [], structuredContent: [1, 'a'] })).toEqual({
      content: [{ type: 'text', text: '[1,"a"]' }],
    });
    const image = { type: 'image', data: '', mimeType: 'image/png' };
    expect(await result({ content: [image], structuredContent: 7 })).toEqual({
      content: [image, { type: 'text', text: '7' }],
    });
    const own = { type: 'text', text: 'seven' };
    expect(await result({ content: [own], structuredContent: 7 })).toEqual({ content: [own] });
    expect(await result({ content: [own], structuredContent: { n: 7 } })).toEqual({
      content: [own],
      structuredContent: { n: 7 },
    });
  });
});

describe('subscriptions', () => {
  it('are one stream that is replaced before it is left, and tell without its name', async () => {
    const { bridge, told, streams, acknowledge } = await open();
    bridge.listen();
    await turn();
    expect(streams()[0]?.params.notifications).toEqual({ toolsListChanged: true });
    await acknowledge();
    const one = ask(bridge, 'resources/subscribe', { uri: 'a:1' });
    await turn();
    expect(streams()[1]?.params.notifications).toEqual({ toolsListChanged: true, resourceSubscriptions: ['a:1'] });
    expect(streams()[0]?.cancelled).toBeUndefined();
    await acknowledge();
    expect(await one.end).toMatchObject({ answer: { result: {} } });
    expect(streams()[0]?.cancelled).toBeDefined();
    streams()[1]?.notify(updated, { uri: 'a:1', _meta: { [metaKeys.subscriptionId]: 3, theirs: 1 } });
    expect(told).toEqual([{ jsonrpc: '2.0', method: updated, params: { uri: 'a:1', _meta: { theirs: 1 } } }]);
    const none = ask(bridge, 'resources/unsubscribe', { uri: 'a:1' });
    await turn();
    await acknowledge();
    expect(await none.end).toMatchObject({ answer: { result: {} } });
    expect(streams().map(({ cancelled }) => cancelled !== undefined)).toEqual([true, true, false]);
    await bridge.close();
    expect(streams()[2]?.cancelled).toBeDefined();
  });

  it('what the server does not agree to is refused, and the stream before it stays', async () => {
    const { bridge, streams, acknowledge, told } = await open();
    bridge.listen();
    await turn();
    await acknowledge();
    const refused = ask(bridge, 'resources/subscribe', { uri: 'a:1' });
    await turn();
    streams()[1]?.error(-32602, 'no');
    expect(await refused.end).toMatchObject({ answer: { error: { code: -32602 } } });
    const unheard = ask(bridge, 'resources/subscribe', { uri: 'a:2' });
    await turn();
    await acknowledge([]);
    expect(await unheard.end).toMatchObject({ answer: { error: { code: -32602 } } });
    const failed = ask(bridge, 'resources/subscribe', { uri: 'a:3' });
    await turn();
    // What was refused is not asked for again.
    expect(streams()[3]?.params.notifications).toEqual({ toolsListChanged: true, resourceSubscriptions: ['a:3'] });
    streams()[3]?.fail();
    expect(await failed.end).toMatchObject({ failure: { code: 'upstream_unavailable' } });
    streams()[2]?.notify('notifications/tools/list_changed', {});
    expect(told).toHaveLength(1);
  });

  it('are so many at most: each that comes says all of them again', async () => {
    const { bridge, streams, acknowledge } = await open();
    const agreed: Promise<unknown>[] = [];
    for (let i = 0; i < 99; i += 1) {
      agreed.push(ask(bridge, 'resources/subscribe', { uri: `a:${i}` }).end);
      await turn();
      await acknowledge();
    }
    await Promise.all(agreed);
    // One is being asked for, and takes the last place.
    const last = ask(bridge, 'resources/subscribe', { uri: 'a:99' });
    const beyond = ask(bridge, 'resources/subscribe', { uri: 'a:100' });
    expect(await beyond.end).toMatchObject({ answer: { error: { code: -32602 } } });
    await turn();
    await acknowledge();
    expect(await last.end).toMatchObject({ answer: { result: {} } });
    expect(streams()).toHaveLength(100);
    expect(await ask(bridge, 'resources/subscribe', { uri: 'a:99' }).end).toMatchObject({ answer: { result: {} } });
    const left = ask(bridge, 'resources/unsubscribe', { uri: 'a:1' });
    await turn();
    await acknowledge();
    await left.end;
    const room = ask(bridge, 'resources/subscribe', { uri: 'a:100' });
    await turn();
    await acknowledge();
    expect(await room.end).toMatchObject({ answer: { result: {} } });
  });

  it('a stream that breaks is opened again, ever more slowly, with all that was wanted', async () => {
    const { bridge, streams, acknowledge } = await open();
    const subscribed = ask(bridge, 'resources/subscribe', { uri: 'a:1' });
    await turn();
    await acknowledge();
    await subscribed.end;
    for (const wait of [1, 2, 4]) {
      const count = streams().length;
      streams().at(-1)?.fail();
      await turn();
      vi.advanceTimersByTime(wait * defaultTiming.reopenMs - 1);
      await turn();
      expect(streams()).toHaveLength(count);
      vi.advanceTimersByTime(1);
      await turn();
      expect(streams()).toHaveLength(count + 1);
    }
    expect(streams().at(-1)?.params.notifications).toEqual({ resourceSubscriptions: ['a:1'] });
    await acknowledge();
    // The server ends it in good order, which is an end all the same.
    streams().at(-1)?.result({ resultType: 'complete' });
    vi.advanceTimersByTime(defaultTiming.reopenMs);
    await turn();
    expect(streams()).toHaveLength(5);
    await bridge.close();
    vi.advanceTimersByTime(60_000);
    await turn();
    expect(streams()).toHaveLength(5);
  });
});

/** Both bridges with servers of the official SDKs behind them: what each side says in its own words arrives in the other's. */
import { afterEach, describe, expect, it } from 'vitest';
import { ask, call, textOf } from '../../test/support/upstreams/hearing.ts';
import { startLegacyHttp } from '../../test/support/upstreams/legacy-server.ts';
import { startModernHttp } from '../../test/support/upstreams/modern-server.ts';
import { anchoredClock } from '../kernel/index.ts';
import type { Message } from '../protocol/index.ts';
import { openUpstream, type Upstream, type UpstreamSession } from '../upstream/index.ts';
import { memoryMailbox, openFor } from './index.ts';
import { defaultTiming } from './timing.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function at(url: string): Promise<Upstream> {
  const upstream = await openUpstream(
    {
      slug: 'fixture',
      transport: 'http',
      url,
      headers: new Map(),
      allowPrivate: true,
      timeouts: { connectMs: 5_000, firstByteMs: 20_000, idleMs: 20_000 },
      caps: { bytes: 4e6, depth: 64, nodes: 1e5, response: 16e6 },
      maxConcurrency: undefined,
      pinned: true,
      trusted: false,
    },
    { clock: anchoredClock(), log: () => {} },
  );
  closing.push(() => upstream.close());
  return upstream;
}

function closed(session: UpstreamSession): UpstreamSession {
  closing.push(() => session.close());
  return session;
}

const json = (message: Message) => JSON.parse(message.bytes.toString('utf8'));

describe('a legacy client and a modern server', () => {
  async function open(capabilities: object = {}): Promise<UpstreamSession> {
    const server = await startModernHttp();
    closing.push(() => server.close());
    const session = closed(
      await openFor(await at(server.url), 'legacy', 'modern', {
        mailbox: memoryMailbox(),
        clock: anchoredClock(),
        timing: defaultTiming,
      }),
    );
    const clientInfo = { name: 'test', version: '1' };
    const hello = ask(session, 'initialize', { protocolVersion: '2025-06-18', capabilities, clientInfo });
    expect(await hello.end).toMatchObject({
      answer: {
        id: 1,
        result: {
          protocolVersion: '2025-06-18',
          serverInfo: { name: 'modern-fixture', version: '1.0.0' },
          capabilities: { tools: {} },
        },
      },
    });
    return session;
  }

  it('a call is made, and its result says nothing of the other era', async () => {
    const heard = call(await open(), 'echo', { value: { a: 1 } });
    const end = await heard.end;
    expect(end).toMatchObject({ answer: { result: { content: [{ type: 'text', text: '{"a":1}' }] } } });
    expect(JSON.stringify(end)).not.toContain('resultType');
  });

  it('what the server asks by its answer the client is asked by a request, on the same call', async () => {
    const session = await open({ elicitation: {} });
    const heard = ask(session, 'tools/call', { name: 'confirm', arguments: {} }, {}, (message) => {
      const { id, method } = json(message);
      expect(method).toBe('elicitation/create');
      const result = { action: 'accept', content: { sure: true } };
      void session.send(Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, result })), {});
    });
    expect(await textOf(heard)).toBe('sure: true');
    expect(heard.messages).toHaveLength(1);
  });

  it('a client that refuses to answer is told why its call ends', async () => {
    const session = await open({ elicitation: {} });
    const heard = ask(session, 'tools/call', { name: 'confirm', arguments: {} }, {}, (message) => {
      const error = { code: -32601, message: 'not here' };
      void session.send(Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: json(message).id, error })), {});
    });
    expect(await heard.end).toMatchObject({
      answer: { error: { code: -32603, message: expect.stringContaining('not here') } },
    });
  });

  it('progress arrives before the answer', async () => {
    const params = { name: 'count', arguments: { to: 3 }, _meta: { progressToken: 'mine' } };
    const heard = ask(await open(), 'tools/call', params);
    expect(await textOf(heard)).toBe('counted to 3');
    expect(heard.messages.map((text) => JSON.parse(text).params.progress)).toEqual([1, 2, 3]);
  });

  it('a resource that is not there has the code of the era', async () => {
    const heard = ask(await open(), 'resources/read', { uri: 'fixture://none' });
    expect(await heard.end).toMatchObject({ answer: { error: { code: -32002, data: { uri: 'fixture://none' } } } });
  });

  it('what the server does not have is refused in the words of the era', async () => {
    const session = await open();
    for (const method of ['logging/setLevel', 'resources/subscribe', 'resources/unsubscribe']) {
      expect(await ask(session, method, { level: 'info', uri: 'x:y' }).end).toMatchObject({
        answer: { error: { code: -32601 } },
      });
    }
    expect(await ask(session, 'ping').end).toMatchObject({ answer: { result: {} } });
  });

  it.each(['requestState', 'inputResponses'])('a client cannot pretend that it was asked: %s', async (key) => {
    const heard = ask(await open(), 'tools/call', { name: 'confirm', arguments: {}, [key]: key });
    expect(await heard.end).toMatchObject({ answer: { error: { code: -32602 } } });
  });
});

describe('a modern client and a legacy server', () => {
  async function open(): Promise<{
    session: UpstreamSession;
    send: (method: string, params: object, capabilities?: object, more?: object) => ReturnType<typeof ask>;
    seen: Awaited<ReturnType<typeof startLegacyHttp>>;
  }> {
    const server = await startLegacyHttp();
    closing.push(() => server.close());
    const session = closed(
      await openFor(await at(server.url), 'modern', 'legacy', {
        mailbox: memoryMailbox(),
        clock: anchoredClock(),
        timing: defaultTiming,
      }),
    );
    const send = (method: string, params: object, capabilities: object = {}, more: object = {}) =>
      ask(session, method, {
        ...params,
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientCapabilities': capabilities,
          ...more,
        },
      });
    return { session, send, seen: server };
  }

  it('the server is discovered, and its tools are called', async () => {
    const { send, seen } = await open();
    expect(await send('server/discover', {}).end).toMatchObject({
      answer: {
        result: {
          resultType: 'complete',
          supportedVersions: ['2026-07-28'],
          ttlMs: 0,
          cacheScope: 'private',
          capabilities: { resources: { subscribe: true } },
          _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'legacy-fixture' } },
        },
      },
    });
    const heard = send('tools/call', { name: 'echo', arguments: { value: 7 } });
    expect(await heard.end).toMatchObject({ answer: { result: { resultType: 'complete', content: [{ text: '7' }] } } });
    expect(seen.sessions()).toHaveLength(1);
  });

  it('what the server asks becomes an answer, and the next request its answer', async () => {
    const { send } = await open();
    const capabilities = { elicitation: { form: {} } };
    const call = { name: 'elicit', arguments: {} };
    const first = await send('tools/call', call, capabilities).end;
    expect(first).toMatchObject({
      answer: {
        result: {
          resultType: 'input_required',
          inputRequests: { q1: { method: 'elicitation/create', params: { message: 'Who is there?' } } },
        },
      },
    });
    const { requestState } = (first as { answer: { result: { requestState: string } } }).answer.result;
    const inputResponses = { q1: { action: 'accept', content: { name: 'Ada' } } };
    const second = send('tools/call', { ...call, requestState, inputResponses }, capabilities);
    expect(JSON.parse(await textOf(second))).toEqual(inputResponses.q1);
    const third = send('tools/call', { ...call, requestState, inputResponses }, capabilities);
    expect(await third.end).toMatchObject({ answer: { error: { code: -32602 } } });
  });

  it('a question that was not answered is asked again', async () => {
    const { send } = await open();
    const capabilities = { roots: {} };
    const call = { name: 'roots', arguments: {} };
    const resultOf = async (params: object) => {
      const end = await send('tools/call', { ...call, ...params }, capabilities).end;
      return (end as { answer: { result: { requestState: string } } }).answer.result;
    };
    const first = await resultOf({});
    const again = await resultOf({ requestState: first.requestState, inputResponses: { other: {} } });
    expect(again).toMatchObject({ resultType: 'input_required', inputRequests: { q1: { method: 'roots/list' } } });
    const { requestState } = again;
    const done = await resultOf({ requestState, inputResponses: { q1: { roots: [] } } });
    expect(done).toMatchObject({ resultType: 'complete', content: [{ text: '{"roots":[]}' }] });
  });

  it('a client that declared nothing is asked nothing', async () => {
    const { send } = await open();
    expect(await send('tools/call', { name: 'elicit', arguments: {} }).end).toMatchObject({
      answer: { result: { isError: true } },
    });
  });

  it('a resource that is not there has the code of the era', async () => {
    const { send } = await open();
    const heard = send('resources/read', { uri: 'fixture://none' });
    expect(await heard.end).toMatchObject({ answer: { error: { code: -32602 } } });
  });

  it('log lines go to the request that wanted them', async () => {
    const { send, seen } = await open();
    const wanted = send('tools/call', { name: 'count', arguments: { to: 2 } }, {}, logLevel('info'));
    expect(await textOf(wanted)).toBe('counted to 2');
    expect(wanted.messages).toHaveLength(2);
    const unwanted = send('tools/call', { name: 'count', arguments: { to: 2 } });
    await unwanted.end;
    const severe = send('tools/call', { name: 'count', arguments: { to: 2 } }, {}, logLevel('error'));
    await severe.end;
    expect([...unwanted.messages, ...severe.messages]).toEqual([]);
    expect(seen.sessions()).toHaveLength(1);
  });

  it('a stream tells of what it was opened for', async () => {
    const { send } = await open();
    const notifications = { toolsListChanged: true, resourceSubscriptions: ['fixture://one', 'fixture://other'] };
    const heard = send('subscriptions/listen', { notifications });
    await expect.poll(() => heard.messages.length).toBe(1);
    expect(JSON.parse(heard.messages[0] ?? '')).toMatchObject({
      method: 'notifications/subscriptions/acknowledged',
      params: { _meta: { 'io.modelcontextprotocol/subscriptionId': 1 }, notifications: { toolsListChanged: true } },
    });
    // This server declares that it can be subscribed to, and refuses: so nothing of the kind is promised or passed on.
    expect(heard.messages[0]).not.toContain('fixture://');
    await textOf(send('tools/call', { name: 'change', arguments: {} }));
    await expect.poll(() => heard.messages.length).toBe(2);
    expect(JSON.parse(heard.messages[1] ?? '')).toMatchObject({
      method: 'notifications/tools/list_changed',
      params: { _meta: { 'io.modelcontextprotocol/subscriptionId': 1 } },
    });
    heard.pending.cancel();
  });
});

const logLevel = (level: string) => ({ 'io.modelcontextprotocol/logLevel': level });

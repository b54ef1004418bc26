import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { fixtureServer } from '../../test/support/upstreams/fixture-server.ts';
import { ask, failureOf, type Heard, textOf } from '../../test/support/upstreams/hearing.ts';
import { startLegacyHttp } from '../../test/support/upstreams/legacy-server.ts';
import { startModernHttp } from '../../test/support/upstreams/modern-server.ts';
import type { ServerConfig } from '../config/index.ts';
import { anchoredClock } from '../kernel/index.ts';
import type { Message } from '../protocol/index.ts';
import { openUpstream, type Upstream, type UpstreamFailure, type UpstreamSession } from './index.ts';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function opened(config: ServerConfig): Promise<Upstream> {
  const upstream = await openUpstream(config, { clock: anchoredClock(), log: () => {} });
  closing.push(() => upstream.close());
  return upstream;
}

function overHttp(url: string): Promise<Upstream> {
  return opened({ ...fixtureServer, transport: 'http', url, headers: new Map(), allowPrivate: true });
}

function overStdio(script: string): Promise<Upstream> {
  const path = fileURLToPath(new URL(`../../test/support/upstreams/${script}`, import.meta.url));
  const command = [process.execPath, '--no-warnings', path];
  const more = { env: new Map<string, string>(), cwd: undefined, shared: false, runAs: undefined };
  return opened({ ...fixtureServer, ...more, transport: 'stdio', command });
}

const legacy = { protocolVersion: '2025-11-25' };

/** A session that has been initialised, with a client that can do everything. */
async function initialised(upstream: Upstream): Promise<UpstreamSession> {
  const session = upstream.open();
  const params = {
    ...legacy,
    capabilities: { sampling: {}, elicitation: {}, roots: {} },
    clientInfo: { name: 'test', version: '1' },
  };
  expect(await ask(session, 'initialize', params).end).toMatchObject({
    answer: { result: { serverInfo: { name: 'legacy-fixture' } } },
  });
  await session.send(Buffer.from('{"jsonrpc":"2.0","method":"notifications/initialized"}'), legacy);
  return session;
}

function call(session: UpstreamSession, name: string, args: object = {}, on?: (message: Message) => void): Heard {
  return ask(session, 'tools/call', { name, arguments: args }, legacy, on);
}

/** Calls a tool that reports progress under the id that the request bears. */
async function count(session: UpstreamSession, to: number): Promise<{ text: string; methods: string[] }> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const methods: string[] = [];
  session.request(
    (id) => {
      const params = { name: 'count', arguments: { to }, _meta: { progressToken: id } };
      return Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params }));
    },
    legacy,
    {
      notification: ({ method }) => methods.push(method),
      request: () => {},
      answer: ({ bytes }) => resolve(JSON.parse(bytes.toString()).result.content[0].text),
      failure: reject,
    },
  );
  return { text: await promise, methods };
}

/** Sends a fixed answer to whatever the server asks. */
function answering(session: UpstreamSession, result: object): (message: Message) => void {
  return (message) => {
    if (message.kind !== 'request') return;
    void session.send(
      Buffer.from(`{"jsonrpc":"2.0","id":${message.id.text},"result":${JSON.stringify(result)}}`),
      legacy,
    );
  };
}

describe.each([
  [
    'HTTP',
    async () => {
      const server = await startLegacyHttp();
      closing.push(() => server.close());
      return await overHttp(server.url);
    },
  ],
  ['stdio', async () => await overStdio('legacy-server.ts')],
] as const)('a server of the legacy era over %s', (_transport, open) => {
  it('is called, reports progress and logs, and answers 5 MB', async () => {
    const session = await initialised(await open());
    expect(await textOf(call(session, 'echo', { value: 'größe' }))).toBe('"größe"');
    const { text, methods } = await count(session, 3);
    expect(text).toBe('counted to 3');
    expect(methods.filter((method) => method === 'notifications/progress')).toHaveLength(3);
    expect(methods.filter((method) => method === 'notifications/message')).toHaveLength(3);
    expect(await textOf(call(session, 'big'))).toHaveLength(5 * 1024 * 1024);
  });

  it('asks the client, on the stream of the call, and is answered', async () => {
    const session = await initialised(await open());
    const content = { type: 'text', text: 'fine' };
    const sampled = { role: 'assistant', model: 'none', content };
    const one = call(session, 'sample', { prompt: 'how?' }, answering(session, sampled));
    expect(JSON.parse(await textOf(one))).toMatchObject(sampled);
    const two = call(session, 'elicit', {}, answering(session, { action: 'decline' }));
    expect(JSON.parse(await textOf(two))).toMatchObject({ action: 'decline' });
    const three = call(session, 'roots', {}, answering(session, { roots: [] }));
    expect(JSON.parse(await textOf(three))).toMatchObject({ roots: [] });
  });

  it('hears of a cancellation', async () => {
    const session = await initialised(await open());
    const waiting = Promise.withResolvers<void>();
    const heard = call(session, 'wait', {}, () => waiting.resolve());
    await waiting.promise;
    heard.pending.cancel('enough');
    await expect.poll(async () => JSON.parse(await textOf(call(session, 'seen'))).cancelled).toBe(1);
    expect(heard.ends()).toBe(0);
  });

  it('tells what belongs to no request', async () => {
    const session = await initialised(await open());
    const stray: string[] = [];
    const both = new Promise<void>((resolve) => {
      session.unattributed({
        notification: ({ method }) => {
          if (stray.push(method) === 2) resolve();
        },
        request: () => {},
      });
    });
    session.listen();
    await textOf(call(session, 'change'));
    await both;
    expect(stray).toEqual(['notifications/tools/list_changed', 'notifications/resources/updated']);
  });

  it('reads resources and prompts, and answers an unknown method with an error', async () => {
    const session = await initialised(await open());
    expect(await ask(session, 'resources/read', { uri: 'fixture://one' }, legacy).end).toMatchObject({
      answer: { result: { contents: [{ text: 'contents of one' }] } },
    });
    expect(await ask(session, 'prompts/get', { name: 'greet', arguments: { name: 'you' } }, legacy).end).toMatchObject({
      answer: { result: { messages: [{ content: { text: 'hello you' } }] } },
    });
    expect(await ask(session, 'no/such/method', {}, legacy).end).toMatchObject({ answer: { error: { code: -32601 } } });
  });
});

describe('a server of the legacy era over HTTP', () => {
  it('may close the stream of a call and go on when it is asked again', async () => {
    const server = await startLegacyHttp();
    closing.push(() => server.close());
    const session = await initialised(await overHttp(server.url));
    expect(await textOf(call(session, 'poll'))).toBe('after the stream was closed');
    expect(server.seen.calls).toEqual(['poll']);
  });

  it('ends its session when it is told to, and its loss is noticed', async () => {
    const server = await startLegacyHttp();
    closing.push(() => server.close());
    const upstream = await overHttp(server.url);
    const [one, two] = [await initialised(upstream), await initialised(upstream)];
    expect(server.sessions()).toHaveLength(2);
    await one.close();
    expect(server.sessions()).toHaveLength(1);
    const lost = new Promise<UpstreamFailure>((resolve) => two.onLost(resolve));
    server.forgetSessions();
    expect(await failureOf(call(two, 'echo'))).toMatchObject({ code: 'upstream_unavailable', status: 404 });
    expect(await lost).toMatchObject({ status: 404 });
    expect(server.seen.calls).toEqual([]);
  });
});

describe.each([
  [
    'HTTP',
    async () => {
      const server = await startModernHttp();
      closing.push(() => server.close());
      return await overHttp(server.url);
    },
  ],
  ['stdio', async () => await overStdio('modern-server.ts')],
] as const)('a server of the modern era over %s', (_transport, open) => {
  const protocolVersion = '2026-07-28';
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': protocolVersion,
    'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  };
  const say = (session: UpstreamSession, method: string, params: { name?: string } = {}): Heard =>
    ask(session, method, { ...params, _meta }, { protocolVersion, method, ...(params.name && { name: params.name }) });

  it('answers request by request', async () => {
    const session = (await open()).open();
    expect(await say(session, 'server/discover').end).toMatchObject({
      answer: { result: { supportedVersions: [protocolVersion] } },
    });
    const params = { name: 'echo', arguments: { value: 1 } };
    expect(await textOf(say(session, 'tools/call', params))).toBe('1');
    expect(await say(session, 'tools/call', { ...params, name: 'confirm' }).end).toMatchObject({
      answer: { result: { resultType: 'input_required' } },
    });
    expect(await say(session, 'no/such/method').end).toMatchObject({ answer: { error: { code: -32601 } } });
  });
});

describe('a server of the modern era', () => {
  it('says so to a legacy client, in a way that can be recognised', async () => {
    const server = await startModernHttp();
    closing.push(() => server.close());
    const session = (await overHttp(server.url)).open();
    const end = await ask(session, 'initialize', {
      ...legacy,
      capabilities: {},
      clientInfo: { name: 'x', version: '1' },
    }).end;
    expect(end).toMatchObject({ answer: { error: { code: -32022 } } });
  });
});

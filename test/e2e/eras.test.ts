/** Clients of one era, with their own SDKs, and servers that speak nothing but the other. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { legacyClient, modernClient } from '../support/gateway/clients.ts';
import { post } from '../support/gateway/raw-session.ts';
import { runClient } from '../support/gateway/run-client.ts';
import { open, openBothWays, servers } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type LegacyHttp, startLegacyHttp } from '../support/upstreams/legacy-server.ts';
import { type ModernHttp, startModernHttp } from '../support/upstreams/modern-server.ts';

/** A record can be read a moment after its call has been answered. */
const soonFiled = { timeout: 20_000, interval: 100 };

const text = (result: unknown): string => (result as { content: [{ text: string }] }).content[0].text;
const model = { model: 'm', role: 'assistant' as const, content: { type: 'text' as const, text: 'hello' } };

let gateway: TestGateway;
let legacy: LegacyHttp;
let modern: ModernHttp;
beforeAll(async () => {
  [legacy, modern] = await Promise.all([startLegacyHttp(), startModernHttp()]);
  const once = (counter: string) => ({
    limits: [{ counter, window: 'hour', max: 1, scope: 'grant' }],
    concurrency: 1,
  });
  gateway = await startGateway({
    servers: {
      oldpipe: servers.legacy(),
      oldhttp: { url: legacy.url, allowPrivate: true },
      newpipe: servers.modern(),
      newhttp: { url: modern.url, allowPrivate: true },
    },
    policies: {
      both: openBothWays,
      silent: { ...open, server_requests: { elicitation: 'deny' } },
      once: { ...openBothWays, tools: { elicit: once('elicit'), confirm: once('confirm') } },
    },
    grants: {
      asked: { oldpipe: 'both', oldhttp: 'both', newpipe: 'both', newhttp: 'both' },
      other: { oldpipe: 'both', oldhttp: 'both', newpipe: 'both', newhttp: 'both' },
      unasked: { oldhttp: 'silent', newhttp: 'silent' },
      counted: { oldhttp: 'once', newhttp: 'once' },
    },
    more: { admission: { requestsPerSecond: 100_000 } },
  });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  await Promise.all([legacy?.close(), modern?.close()]);
}, 60_000);

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.close()));
});

describe.each(['oldhttp', 'oldpipe'])('a modern client and a legacy server (%s)', (slug) => {
  async function connect(grant = 'asked') {
    const capabilities = { elicitation: { form: {} }, sampling: {}, roots: {} };
    const client = await modernClient(gateway.url(slug), gateway.token(grant), 'pinned', capabilities);
    client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { name: 'Ada' } }));
    client.setRequestHandler('sampling/createMessage', () => model);
    client.setRequestHandler('roots/list', () => ({ roots: [{ uri: 'file:///here' }] }));
    opened.push(client);
    return client;
  }

  it('sees what there is', async () => {
    const client = await connect();
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('elicit');
    expect((await client.listResources()).resources).toMatchObject([{ uri: 'fixture://one' }]);
    expect((await client.readResource({ uri: 'fixture://one' })).contents).toMatchObject([{ text: 'contents of one' }]);
    expect((await client.listPrompts()).prompts).toMatchObject([{ name: 'greet' }]);
    expect(await client.getPrompt({ name: 'greet', arguments: { name: 'Ada' } })).toMatchObject({
      messages: [{ content: { text: 'hello Ada' } }],
    });
  });

  it('calls, and is asked everything that it answers', async () => {
    const client = await connect();
    expect(text(await client.callTool({ name: 'echo', arguments: { value: [1, null] } }))).toBe('[1,null]');
    expect(text(await client.callTool({ name: 'elicit', arguments: {} }))).toContain('Ada');
    expect(text(await client.callTool({ name: 'sample', arguments: { prompt: 'Say' } }))).toContain('hello');
    expect(text(await client.callTool({ name: 'roots', arguments: {} }))).toContain('file:///here');
  });

  it('hears progress', async () => {
    const client = await connect();
    const progress: number[] = [];
    const onprogress = (each: { progress: number }): void => void progress.push(each.progress);
    await client.callTool({ name: 'count', arguments: { to: 5 } }, { onprogress });
    // The SDK itself drops a progress notification that is read in one piece with the answer after it.
    expect(progress.slice(0, 4)).toEqual([1, 2, 3, 4]);
  });

  it('two grants do not share a session, and each gets its own', async () => {
    const clients = await Promise.all([connect('asked'), connect('other')]);
    const callOn = async (n: number) => clients[n % 2]?.callTool({ name: 'echo', arguments: { value: n } });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => callOn(n)));
    expect(answers.map(text)).toEqual(Array.from({ length: 20 }, (_, n) => String(n)));
  });
});

it('a modern client that leaves has cancelled, also at a legacy server', async () => {
  const client = await modernClient(gateway.url('oldhttp'), gateway.token('asked'), 'pinned');
  opened.push(client);
  const before = legacy.seen.cancelled;
  const abort = new AbortController();
  const called = legacy.seen.calls.length;
  const call = client.callTool({ name: 'wait', arguments: {} }, { signal: abort.signal });
  await expect.poll(() => legacy.seen.calls.length).toBe(called + 1);
  abort.abort();
  await expect(call).rejects.toThrow();
  await expect.poll(() => legacy.seen.cancelled).toBe(before + 1);
});

it('what policy denies, a legacy server is told that the client does not have', async () => {
  const capabilities = { elicitation: { form: {} } };
  const client = await modernClient(gateway.url('oldhttp'), gateway.token('unasked'), 'pinned', capabilities);
  opened.push(client);
  client.setRequestHandler('elicitation/create', () => {
    throw new Error('it was asked');
  });
  const result = await client.callTool({ name: 'elicit', arguments: {} });
  expect(result.isError).toBe(true);
  expect(text(result)).not.toContain('it was asked');
});

describe.each(['newhttp', 'newpipe'])('a legacy client and a modern server (%s)', (slug) => {
  const elicitation = { elicitation: {} };

  it('SDK v1: sees, calls, is asked, hears progress', async () => {
    const client = await legacyClient(gateway.url(slug), gateway.token('asked'), elicitation);
    opened.push(client);
    const { ElicitRequestSchema } = await import('@modelcontextprotocol/sdk/types.js');
    client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { sure: true } }));
    expect(client.getServerVersion()).toMatchObject({ name: 'modern-fixture' });
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['echo', 'count', 'confirm']);
    expect(text(await client.callTool({ name: 'echo', arguments: { value: 7 } }))).toBe('7');
    expect(text(await client.callTool({ name: 'confirm', arguments: {} }))).toBe('sure: true');
    const progress: number[] = [];
    await client.callTool({ name: 'count', arguments: { to: 3 } }, undefined, {
      onprogress: (each) => void progress.push(each.progress),
    });
    expect(progress).toEqual([1, 2, 3]);
    expect((await client.readResource({ uri: 'fixture://one' })).contents).toMatchObject([{ text: 'contents of one' }]);
    await expect(client.readResource({ uri: 'fixture://none' })).rejects.toMatchObject({ code: -32002 });
    await expect(client.ping()).resolves.toEqual({});
  });

  it('SDK v2 in the older era: calls and is asked', async () => {
    const client = await modernClient(gateway.url(slug), gateway.token('asked'), 'legacy', {
      elicitation: { form: {} },
    });
    opened.push(client);
    client.setRequestHandler('elicitation/create', () => ({ action: 'decline' }));
    expect(client.getNegotiatedProtocolVersion()).toBe('2025-11-25');
    expect(text(await client.callTool({ name: 'echo', arguments: { value: 'x' } }))).toBe('"x"');
  });
});

it('what policy denies never reaches a legacy client, and its call says why it failed', async () => {
  const client = await legacyClient(gateway.url('newhttp'), gateway.token('unasked'), { elicitation: {} });
  opened.push(client);
  await expect(client.callTool({ name: 'confirm', arguments: {} })).rejects.toThrow();
});

describe('stdio', () => {
  it.each(['auto', 'pinned'] as const)(
    'a client that is %s runs a legacy server',
    async (era) => {
      await using run = await runClient(era, {
        command: servers.legacy().command,
        policy: openBothWays,
        capabilities: { elicitation: { form: {} } },
      });
      run.client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { name: 'Ada' } }));
      expect(run.client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
      expect(text(await run.client.callTool({ name: 'elicit', arguments: {} }))).toContain('Ada');
    },
    60_000,
  );

  it('the reference server lists for a modern client what that client can be asked', async () => {
    await using run = await runClient('pinned', {
      command: servers.everything().command,
      policy: openBothWays,
      capabilities: { elicitation: { form: {} }, sampling: {}, roots: {} },
    });
    run.client.setRequestHandler('elicitation/create', () => ({ action: 'decline' }));
    run.client.setRequestHandler('roots/list', () => ({ roots: [{ uri: 'file:///here' }] }));
    const content = { type: 'text' as const, text: 'sampled by me' };
    run.client.setRequestHandler('sampling/createMessage', () => ({ model: 'm', role: 'assistant' as const, content }));
    const names = (await run.client.listTools()).tools.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['echo', 'trigger-elicitation-request', 'trigger-sampling-request']));
    const sampled = await run.client.callTool({ name: 'trigger-sampling-request', arguments: { prompt: 'x' } });
    expect(JSON.stringify(sampled)).toContain('sampled by me');
    const declined = await run.client.callTool({ name: 'trigger-elicitation-request', arguments: {} });
    expect(JSON.stringify(declined)).toContain('decline');
  }, 60_000);

  it('a client of the SDK v1 runs a modern server', async () => {
    await using run = await runClient('v1', { command: servers.modern().command, policy: openBothWays });
    expect(text(await run.client.callTool({ name: 'echo', arguments: { value: 1 } }))).toBe('1');
  }, 60_000);
});

describe('a request state on the wire', () => {
  const version = '2026-07-28';
  const meta = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientCapabilities': { elicitation: {} },
  };
  interface Answered {
    readonly status: number;
    readonly error?: { readonly code: number; readonly data: Record<string, unknown> };
    readonly result?: Record<string, unknown> & {
      readonly requestState?: string;
      readonly inputRequests?: object;
      readonly content?: [{ text: string }];
    };
  }
  let id = 0;
  async function call(slug: string, grant: string, params: Record<string, unknown>): Promise<Answered> {
    id += 1;
    const body = JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { ...params, _meta: meta } });
    const headers = { 'MCP-Protocol-Version': version, 'Mcp-Method': 'tools/call', 'Mcp-Name': String(params.name) };
    const answer = await post(gateway.url(slug), gateway.token(grant), body, headers);
    return { status: answer.status, ...(JSON.parse(answer.text) as object) };
  }
  const refused = { status: 400, error: { code: -32602, data: { code: 'bad_request' } } };
  /** How each server answers, once it knows what it asked. */
  const kinds = [
    ['newhttp', 'confirm', 'sure', { action: 'accept', content: { sure: true } }, 'sure: true'],
    ['oldhttp', 'elicit', 'q1', { action: 'accept', content: { name: 'Ada' } }, 'Ada'],
  ] as const;

  it.each(kinds)('%s: continues that very call, once, and is counted once', async (slug, name, key, answer, said) => {
    const first = await call(slug, 'counted', { name, arguments: {} });
    expect(first.result).toMatchObject({ resultType: 'input_required', inputRequests: { [key]: {} } });
    const requestState = first.result?.requestState ?? '';
    expect(requestState).toMatch(/^tgs1\./);
    const again = { name, arguments: {}, requestState, inputResponses: { [key]: answer } };
    // The budget of one an hour is used up, and the one slot is held as long as the server waits: neither is asked twice.
    const second = await call(slug, 'counted', again);
    expect(second.result?.content?.[0].text).toContain(said);
    expect(await call(slug, 'counted', again)).toMatchObject(refused);
    // Without a state it is a call like any other, whatever answers it brings.
    const fresh = await call(slug, 'counted', { name, arguments: {}, inputResponses: { [key]: answer } });
    expect(fresh.result).toMatchObject({ isError: true, _meta: { 'io.toolgate/decision': { code: 'rate_limited' } } });

    await vi.waitFor(async () => {
      const records = (await gateway.calls()).filter(
        (record) => record.grant.label === 'counted' && record.server === slug,
      );
      expect(records).toMatchObject([
        { outcome: 'allow', upstream: { status: 'input_required' }, taken: [{ cost: 1_000_000 }] },
        { outcome: 'allow', upstream: { status: 'ok' }, continues: records[0]?.requestId },
        { outcome: 'refused', code: 'bad_request' },
        { outcome: 'deny', code: 'rate_limited' },
      ]);
      expect(records[1]?.taken).toBeUndefined();
    }, soonFiled);
  });

  it.each(kinds)(
    '%s: shown for anything else is refused, and still good for its own',
    async (slug, name, key, answer, said) => {
      const first = await call(slug, 'asked', { name, arguments: {} });
      const requestState = first.result?.requestState ?? '';
      const inputResponses = { [key]: answer };
      const before = [legacy.seen.calls.length, modern.calls.length];
      const others: [slug: string, grant: string, params: Record<string, unknown>][] = [
        [slug, 'other', { name, arguments: {} }],
        [slug, 'asked', { name: 'echo', arguments: { value: 1 } }],
        [slug, 'asked', { name, arguments: { more: 1 } }],
        [slug === 'newhttp' ? 'newpipe' : 'oldpipe', 'asked', { name, arguments: {} }],
        [slug, 'asked', { name, arguments: {}, requestState: `${requestState}x` }],
        [slug, 'asked', { name, arguments: {}, requestState: 'made up' }],
        [slug, 'asked', { name, arguments: {}, requestState: 7 }],
      ];
      for (const [where, grant, params] of others) {
        expect(await call(where, grant, { requestState, inputResponses, ...params })).toMatchObject(refused);
      }
      expect([legacy.seen.calls.length, modern.calls.length]).toEqual(before);
      const second = await call(slug, 'asked', { name, arguments: {}, requestState, inputResponses });
      expect(second.result?.content?.[0].text).toContain(said);
    },
  );

  it('is no state of a method that cannot ask', async () => {
    id += 1;
    const method = 'completion/complete';
    const ref = { type: 'ref/prompt', name: 'greet' };
    const params = { ref, argument: { name: 'name', value: '' }, requestState: 'x', _meta: meta };
    const headers = { 'MCP-Protocol-Version': version, 'Mcp-Method': method };
    const body = JSON.stringify({ jsonrpc: '2.0', id, method, params });
    const answer = await post(gateway.url('newhttp'), gateway.token('asked'), body, headers);
    expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([400, -32602]);
  });

  it('of two that come back at the same moment one is heard', async () => {
    const first = await call('oldhttp', 'asked', { name: 'elicit', arguments: {} });
    const again = {
      name: 'elicit',
      arguments: {},
      requestState: first.result?.requestState,
      inputResponses: { q1: kinds[1][3] },
    };
    const both = await Promise.all([call('oldhttp', 'asked', again), call('oldhttp', 'asked', again)]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(both.filter(({ status }) => status === 400)).toHaveLength(1);
  });
});

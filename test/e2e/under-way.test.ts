/**
 * What belongs to a call that is under way, through the gateway and back: progress, logs, cancellation, what the server
 * asks, list changes, subscriptions. The same over a pipe and over Streamable HTTP upstream.
 */
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  ResourceUpdatedNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { asTransport, legacyClient, legacyTransport, newLegacyClient } from '../support/gateway/clients.ts';
import { open, openBothWays, servers } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type LegacyHttp, startLegacyHttp } from '../support/upstreams/legacy-server.ts';

const able = { sampling: {}, roots: { listChanged: true }, elicitation: { form: {} } };
const text = (result: unknown): string => (result as { content: [{ text: string }] }).content[0].text;
/** Generous: the machine may be busy. It fails by what it waits for, not by how long it took. */
const soon = { timeout: 20_000, interval: 20 };

let gateway: TestGateway;
let upstream: LegacyHttp;
beforeAll(async () => {
  upstream = await startLegacyHttp();
  gateway = await startGateway({
    servers: {
      pipe: servers.legacy(),
      http: { url: upstream.url, allowPrivate: true },
      everything: servers.everything(),
    },
    policies: { open, both: openBothWays },
    grants: {
      asked: { pipe: 'both', http: 'both', everything: 'both' },
      unasked: { pipe: 'open', http: 'open', everything: 'open' },
    },
  });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  await upstream?.close();
}, 60_000);

const opened: Client[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.close()));
});

async function connect(slug: string, grant: 'asked' | 'unasked' = 'asked'): Promise<Client> {
  const client = newLegacyClient(able);
  opened.push(client);
  client.setRequestHandler(CreateMessageRequestSchema, ({ params }) => ({
    model: 'test',
    role: 'assistant',
    content: { type: 'text', text: `sampled: ${JSON.stringify(params.messages[0]?.content)}` },
  }));
  client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { name: 'Ada' } }));
  client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: 'file:///home/ada', name: 'home' }] }));
  await client.connect(asTransport(legacyTransport(gateway.url(slug), gateway.token(grant))));
  return client;
}

describe.each(['pipe', 'http'])('over %s', (slug) => {
  it('progress arrives under the token that the client chose, and logs beside it', async () => {
    const client = await connect(slug);
    const logs: unknown[] = [];
    const progress: number[] = [];
    client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void logs.push(params.data));
    await client.setLoggingLevel('info');
    const result = await client.callTool({ name: 'count', arguments: { to: 5 } }, undefined, {
      onprogress: (each) => progress.push(each.progress),
    });
    expect(text(result)).toBe('counted to 5');
    // The SDK itself drops a progress notification that is read in one piece with the answer after it.
    expect(progress.slice(0, 4)).toEqual([1, 2, 3, 4]);
    expect(logs).toEqual(['at 1', 'at 2', 'at 3', 'at 4', 'at 5']);
  });

  it('no progress comes to a client that gave no token', async () => {
    const client = await connect(slug);
    const heard = vi.fn();
    const transport = client.transport;
    const pass = transport?.onmessage;
    if (transport !== undefined) {
      transport.onmessage = (message, extra) => {
        if ('method' in message && message.method === 'notifications/progress') heard();
        pass?.(message, extra);
      };
    }
    expect(text(await client.callTool({ name: 'count', arguments: { to: 3 } }))).toBe('counted to 3');
    expect(heard).not.toHaveBeenCalled();
  });

  it('a cancellation reaches the server, and the session goes on', async () => {
    const client = await connect(slug);
    const waiting = Promise.withResolvers<void>();
    client.setNotificationHandler(LoggingMessageNotificationSchema, () => waiting.resolve());
    const before = JSON.parse(text(await client.callTool({ name: 'seen' }))) as { cancelled: number };
    const abort = new AbortController();
    const call = client.callTool({ name: 'wait' }, undefined, { signal: abort.signal });
    await waiting.promise;
    abort.abort('enough');
    await expect(call).rejects.toThrow('enough');
    await vi.waitFor(async () => {
      const after = JSON.parse(text(await client.callTool({ name: 'seen' }))) as { cancelled: number };
      expect(after.cancelled).toBe(before.cancelled + 1);
    }, soon);
  });

  it('the server may ask what the policy allows', async () => {
    const client = await connect(slug);
    const sampled = text(await client.callTool({ name: 'sample', arguments: { prompt: 'a poem' } }));
    expect(JSON.parse(sampled)).toMatchObject({
      model: 'test',
      content: { text: 'sampled: {"type":"text","text":"a poem"}' },
    });
    const elicited = text(await client.callTool({ name: 'elicit' }));
    expect(JSON.parse(elicited)).toEqual({ action: 'accept', content: { name: 'Ada' } });
    const roots = text(await client.callTool({ name: 'roots' }));
    expect(JSON.parse(roots)).toEqual({ roots: [{ uri: 'file:///home/ada', name: 'home' }] });
  });

  it('what the policy does not allow is refused before the client hears of it', async () => {
    const client = await connect(slug, 'unasked');
    const asked = vi.fn();
    client.setRequestHandler(CreateMessageRequestSchema, asked);
    client.setRequestHandler(ListRootsRequestSchema, asked);
    for (const [name, args] of [
      ['sample', { prompt: 'x' }],
      ['roots', {}],
    ] as const) {
      const result = await client.callTool({ name, arguments: args });
      expect(result.isError).toBe(true);
    }
    expect(asked).not.toHaveBeenCalled();
    // Forms are what a policy allows when it says nothing.
    expect(JSON.parse(text(await client.callTool({ name: 'elicit' })))).toMatchObject({ action: 'accept' });
  });

  it('several questions at once each get their own answer', async () => {
    const client = await connect(slug);
    const prompts = Array.from({ length: 10 }, (_, n) => `question ${n}`);
    const answers = await Promise.all(
      prompts.map((prompt) => client.callTool({ name: 'sample', arguments: { prompt } })),
    );
    for (const [n, answer] of answers.entries()) expect(text(answer)).toContain(`question ${n}\\`);
  });

  it('a change of the list and of a resource reach the client', async () => {
    const client = await connect(slug);
    const changed = vi.fn();
    const updated = vi.fn();
    client.setNotificationHandler(ToolListChangedNotificationSchema, changed);
    client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => updated(params.uri));
    // What the server says unasked needs a stream that stands, on either side of the gateway.
    await vi.waitFor(async () => {
      await client.callTool({ name: 'change' });
      expect(changed).toHaveBeenCalled();
      expect(updated).toHaveBeenCalledWith('fixture://one');
    }, soon);
  });

  it('resources and prompts arrive', async () => {
    const client = await connect(slug);
    expect((await client.listResources()).resources).toMatchObject([{ uri: 'fixture://one', name: 'one' }]);
    expect(await client.readResource({ uri: 'fixture://one' })).toMatchObject({
      contents: [{ uri: 'fixture://one', text: 'contents of one' }],
    });
    expect((await client.listPrompts()).prompts).toMatchObject([{ name: 'greet', arguments: [{ name: 'name' }] }]);
    expect(await client.getPrompt({ name: 'greet', arguments: { name: 'Ada' } })).toMatchObject({
      messages: [{ role: 'user', content: { type: 'text', text: 'hello Ada' } }],
    });
  });

  it('5 MB come back whole', async () => {
    const client = await connect(slug);
    const big = text(await client.callTool({ name: 'big' }));
    expect(big).toHaveLength(5 * 1024 * 1024);
    expect(/^x+$/.test(big)).toBe(true);
  });

  it('ping is answered', async () => {
    expect(await (await connect(slug)).ping()).toEqual({});
  });
});

describe('the reference server', () => {
  it('reports progress, completes, and serves templates and subscriptions', async () => {
    const client = await connect('everything');
    const progress: number[] = [];
    await client.callTool(
      { name: 'trigger-long-running-operation', arguments: { duration: 0.2, steps: 4 } },
      undefined,
      { onprogress: (each) => progress.push(each.progress) },
    );
    expect(progress.slice(0, 3)).toEqual([1, 2, 3]);

    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.length).toBeGreaterThan(0);
    const completion = await client.complete({
      ref: { type: 'ref/prompt', name: 'completable-prompt' },
      argument: { name: 'department', value: 'E' },
    });
    expect(completion.completion.values).toContain('Engineering');

    const uri = 'demo://resource/dynamic/text/1';
    expect(await client.readResource({ uri })).toMatchObject({ contents: [{ uri }] });
    await client.subscribeResource({ uri });
    const updated = vi.fn();
    client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => updated(params.uri));
    await client.callTool({ name: 'toggle-subscriber-updates' });
    await vi.waitFor(() => expect(updated).toHaveBeenCalledWith(uri), soon);
    await client.callTool({ name: 'toggle-subscriber-updates' });
    await client.unsubscribeResource({ uri });
  });

  it('registers what it may ask, and only that', async () => {
    const asking = ['trigger-sampling-request', 'get-roots-list', 'trigger-elicitation-request'];
    const names = async (grant: 'asked' | 'unasked'): Promise<string[]> => {
      const { tools } = await (await connect('everything', grant)).listTools();
      return tools
        .map((tool) => tool.name)
        .filter((name) => asking.includes(name))
        .sort();
    };
    await vi.waitFor(async () => expect(await names('asked')).toEqual([...asking].sort()), soon);
    // Forms are allowed by default; sampling and roots were never told to the server.
    expect(await names('unasked')).toEqual(['trigger-elicitation-request']);
    const client = await connect('everything');
    const sampled = await client.callTool({ name: 'trigger-sampling-request', arguments: { prompt: 'hi' } });
    expect(text(sampled)).toContain('sampled: ');
  });
});

describe('the end of a session', () => {
  it('DELETE ends it on both sides', async () => {
    const before = upstream.sessions().length;
    const client = newLegacyClient();
    const transport = legacyTransport(gateway.url('http'), gateway.token());
    await client.connect(asTransport(transport));
    await client.callTool({ name: 'echo', arguments: { value: 1 } });
    expect(upstream.sessions()).toHaveLength(before + 1);
    const { sessionId } = transport;
    await transport.terminateSession();
    await vi.waitFor(() => expect(upstream.sessions()).toHaveLength(before), soon);
    await client.close();
    const headers = {
      Authorization: `Bearer ${gateway.token()}`,
      'Content-Type': 'application/json',
      'Mcp-Session-Id': sessionId ?? '',
    };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
    expect((await fetch(gateway.url('http'), { method: 'POST', headers, body })).status).toBe(404);
  });

  it('a server that has forgotten the session is asked again without the client seeing it', async () => {
    const client = await legacyClient(gateway.url('http'), gateway.token());
    opened.push(client);
    await client.callTool({ name: 'echo', arguments: { value: 1 } });
    upstream.forgetSessions();
    await client.callTool({ name: 'echo', arguments: { value: 2 } }).catch(() => undefined);
    const again = await client.callTool({ name: 'echo', arguments: { value: 3 } });
    expect(text(again)).toBe('3');
  });
});

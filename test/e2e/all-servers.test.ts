/** One URL for all servers of a grant, with the official clients, servers of both transports, and some that fail. */
import type { Client as ModernClient } from '@modelcontextprotocol/client';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { CreateMessageRequestSchema, ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { legacyClient, modernClient } from '../support/gateway/clients.ts';
import { openSession, post } from '../support/gateway/raw-session.ts';
import { openBothWays, servers } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type LegacyHttp, startLegacyHttp } from '../support/upstreams/legacy-server.ts';

/** A record can be read a moment after its call has been answered. */
const soonFiled = { timeout: 20_000, interval: 100 };

let gateway: TestGateway;
let http: LegacyHttp;
let other: LegacyHttp;
beforeAll(async () => {
  http = await startLegacyHttp();
  other = await startLegacyHttp();
  gateway = await startGateway({
    servers: {
      netdiag: servers.netdiag(),
      pipe: servers.legacy(),
      web: { url: http.url, allowPrivate: true },
      twin: { url: other.url, allowPrivate: true },
      dead: servers.hostile('--exit-at-start'),
      silent: servers.hostile('--silent'),
    },
    policies: {
      open: openBothWays,
      closed: {
        version: '1',
        default: 'deny',
        tools: {
          echo: { deny_if: [{ conditions: [{ path: 'args.value', op: 'eq', value: 'no' }], on_deny: 'Not that.' }] },
        },
        hide: ['big'],
        resources: {},
      },
    },
    grants: {
      wide: { netdiag: 'open', pipe: 'closed', web: 'open', dead: 'open', silent: 'open' },
      narrow: { web: 'closed' },
      twins: { web: 'open', twin: 'open' },
    },
    more: { admission: { processes: 64 } },
  });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  await http?.close();
  await other?.close();
}, 60_000);

const opened: (Client | ModernClient)[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.close()));
});

const url = (): string => `${gateway.origin}/mcp`;
async function connect(grant = 'wide', capabilities: object = {}): Promise<Client> {
  const client = await legacyClient(url(), gateway.token(grant), capabilities);
  opened.push(client);
  return client;
}

/** A server that is still starting is left out of the first lists. */
async function toolsOf(client: Pick<Client, 'listTools'>, expected: string) {
  const list = async () => (await client.listTools()).tools;
  await expect.poll(async () => names(await list()), { timeout: 30_000 }).toContain(expected);
  return list();
}
const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name);
const text = (result: unknown): string => (result as { content: [{ text: string }] }).content[0].text;

describe('lists', () => {
  it('hold what every server has under its slug; servers that are dead or slow are left out', async () => {
    const client = await connect();
    await toolsOf(client, 'pipe__echo');
    const tools = await toolsOf(client, 'netdiag__tcp_connect');
    expect(names(tools)).toEqual(
      expect.arrayContaining(['netdiag__tcp_connect', 'web__echo', 'web__big', 'pipe__echo']),
    );
    const slugs = new Set(tools.map(({ name }) => name.split('__')[0]));
    expect([...slugs]).toEqual(['netdiag', 'pipe', 'web']);
    // What its policy hides or refuses by default is not there, as at the server's own URL.
    expect(names(tools).filter((name) => name.startsWith('pipe__'))).toEqual(['pipe__echo']);
    const { prompts } = await client.listPrompts();
    expect(names(prompts)).toEqual(['web__greet']);
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(['fixture://one']);
  });

  it('a definition is to the byte what its server sent, but for its name', async () => {
    const inner = await legacyClient(gateway.url('web'), gateway.token('wide'));
    opened.push(inner);
    const alone = (await inner.listTools()).tools.find(({ name }) => name === 'echo');
    const tools = await toolsOf(await connect(), 'web__echo');
    expect(tools.find(({ name }) => name === 'web__echo')).toEqual({ ...alone, name: 'web__echo' });
  });

  it('what two servers claim as their own resource is nobody’s', async () => {
    const client = await connect('twins');
    expect((await client.listResources()).resources).toEqual([]);
    await expect(client.readResource({ uri: 'fixture://one' })).rejects.toThrow('Resource not found');
    expect(names((await client.listPrompts()).prompts)).toEqual(['twin__greet', 'web__greet']);
  });
});

describe('calls', () => {
  it('reach the server that is meant, under its own policy, and its own name stands on the record', async () => {
    const client = await connect();
    expect(text(await client.callTool({ name: 'web__echo', arguments: { value: 'web' } }))).toBe('"web"');
    expect(text(await client.callTool({ name: 'pipe__echo', arguments: { value: 'pipe' } }))).toBe('"pipe"');
    const refused = await client.callTool({ name: 'pipe__echo', arguments: { value: 'no' } });
    expect(text(refused)).toBe('[POLICY DENIED] pipe__echo: Not that.');
    expect(text(await client.callTool({ name: 'pipe__seen', arguments: {} }))).toMatch(
      /^\[POLICY DENIED\] pipe__seen:/,
    );
    await vi.waitFor(async () => {
      const calls = (await gateway.calls()).filter(({ server }) => server === 'pipe');
      expect(calls.map(({ subject, outcome }) => [subject, outcome])).toEqual([
        ['echo', 'allow'],
        ['echo', 'deny'],
        ['seen', 'deny'],
      ]);
    }, soonFiled);
  });

  it('what is hidden, what a server does not have, and a server that is none are answered alike', async () => {
    const session = await openSession(url(), gateway.token('wide'));
    const answers: unknown[] = [];
    for (const name of ['pipe__big', 'pipe__nothing', 'nowhere__echo', 'echo', 'twin__echo']) {
      const { text: body, status } = await session.call(7, name);
      answers.push([body.replace(name, 'NAME'), status]);
    }
    const unknown = '{"jsonrpc":"2.0","id":7,"error":{"code":-32602,"message":"Unknown tool: NAME"}}';
    expect(answers).toEqual(Array.from({ length: 5 }, () => [unknown, 200]));
    expect(await session.end()).toBe(204);
    expect((await session.call(8, 'web__echo')).status).toBe(404);
  });

  const lists = ['tools/list', 'resources/list', 'resources/templates/list', 'prompts/list'];
  it.each(lists)('%s: a page that was never named is one of the parameters that are wrong', async (method) => {
    const said = { code: -32602, data: { code: 'bad_request' } };
    for (const [place, cursor] of [
      [url(), ''],
      [url(), 'made-up'],
      // Tools are read whole; what else a server lists in pages is the server's to judge.
      ...(method === 'tools/list' ? [[gateway.url('netdiag'), 'made-up']] : []),
    ] as const) {
      const session = await openSession(place, gateway.token('wide'));
      const listed = await session.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { cursor } }));
      expect([listed.status, JSON.parse(listed.text)]).toMatchObject([200, { error: said }]);
      await session.end();
      const _meta = {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientCapabilities': {},
      };
      const alone = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { cursor, _meta } });
      const headers = { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': method };
      const answer = await post(place, gateway.token('wide'), alone, headers);
      expect([answer.status, JSON.parse(answer.text)]).toMatchObject([400, { error: said }]);
    }
  });

  it('prompts and resources are found without having been listed', async () => {
    const client = await connect('narrow');
    await expect(client.readResource({ uri: 'fixture://one' })).rejects.toThrow('Resource not found');
    const wide = await connect();
    expect(await wide.readResource({ uri: 'fixture://one' })).toMatchObject({
      contents: [{ text: 'contents of one' }],
    });
    expect(await wide.getPrompt({ name: 'web__greet', arguments: { name: 'Ada' } })).toMatchObject({
      messages: [{ content: { text: 'hello Ada' } }],
    });
    await expect(wide.getPrompt({ name: 'web__nothing' })).rejects.toThrow();
    await expect(wide.getPrompt({ name: 'greet' })).rejects.toThrow('Prompt greet not found');
  });

  it('what belongs to a call finds its way: progress, questions of two servers at once, list changes', async () => {
    const client = await connect('wide', { sampling: {} });
    const asked: string[] = [];
    client.setRequestHandler(CreateMessageRequestSchema, ({ params }) => {
      const [message] = params.messages;
      const prompt = (message?.content as { text: string } | undefined)?.text ?? '';
      asked.push(prompt);
      return { model: 'm', role: 'assistant', content: { type: 'text', text: `answer to ${prompt}` } };
    });
    const questions = ['one', 'two', 'three'].map((prompt) =>
      client.callTool({ name: 'web__sample', arguments: { prompt } }),
    );
    for (const [n, answer] of (await Promise.all(questions)).entries()) {
      expect(text(answer)).toContain(`answer to ${['one', 'two', 'three'][n]}`);
    }
    expect(asked.sort()).toEqual(['one', 'three', 'two']);
    const progress: number[] = [];
    await client.callTool({ name: 'web__count', arguments: { to: 3 } }, undefined, {
      onprogress: (step) => progress.push(step.progress),
    });
    expect(progress.slice(0, 2)).toEqual([1, 2]);
    const changed = new Promise<void>((resolve) =>
      client.setNotificationHandler(ToolListChangedNotificationSchema, () => resolve()),
    );
    await client.callTool({ name: 'web__change', arguments: {} });
    await changed;
  });

  it('a cancellation finds its request wherever it is under way', async () => {
    const session = await openSession(url(), gateway.token('wide'));
    const before = http.seen.cancelled;
    const waiting = session.call('w', 'web__wait');
    await expect.poll(() => http.seen.calls, { timeout: 30_000 }).toContain('wait');
    expect((await session.call('w', 'web__echo')).status).toBe(400);
    await session.send({ method: 'notifications/cancelled', params: { requestId: 'w' } });
    expect((await waiting).text).not.toContain('"result"');
    const seen = await session.call('s', 'web__seen');
    expect(seen.status).toBe(200);
    await expect.poll(() => http.seen.cancelled, { timeout: 30_000 }).toBe(before + 1);
    await session.end();
  });

  it('another grant’s session is as unknown as one that never was', async () => {
    const session = await openSession(url(), gateway.token('wide'));
    const stranger = await post(url(), gateway.token('narrow'), '{"jsonrpc":"2.0","id":1,"method":"ping"}', {
      'Mcp-Session-Id': session.id,
    });
    expect(stranger.status).toBe(404);
    const elsewhere = await post(
      gateway.url('web'),
      gateway.token('wide'),
      '{"jsonrpc":"2.0","id":1,"method":"ping"}',
      {
        'Mcp-Session-Id': session.id,
      },
    );
    expect(elsewhere.status).toBe(404);
    await session.end();
  });
});

describe('the stateless revision', () => {
  it('discovers, lists and calls', async () => {
    const client = await modernClient(url(), gateway.token('wide'), 'pinned');
    opened.push(client);
    const list = async () => names((await client.listTools()).tools);
    await expect.poll(list, { timeout: 30_000 }).toContain('netdiag__tcp_connect');
    const result = await client.callTool({ name: 'netdiag__tcp_connect', arguments: { host: '127.0.0.1', port: 1 } });
    expect(JSON.stringify(result)).toContain('refused');
    await expect(client.callTool({ name: 'nowhere__x', arguments: {} })).rejects.toThrow('Unknown tool: nowhere__x');
  });
});

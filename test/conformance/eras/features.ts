import { expect } from 'vitest';
import { listenTo, modernHeaders, modernMeta } from '../../support/gateway/listen.ts';
import { post } from '../../support/gateway/raw-session.ts';
import { connectLegacy, connectModern, type EraClient, Refused } from './client.ts';

/** How a feature gets through where it does: the message goes on, or the gateway makes one that does not exist there. */
type How = 'carried' | 'synthesised';

export interface Feature {
  readonly name: string;
  /** As the client of each era says it; what an era does not have is refused there. */
  readonly legacy: (client: EraClient) => Promise<void>;
  readonly modern: (client: EraClient) => Promise<void>;
  /** Between the eras; within one, everything but what the gateway itself answers is carried. */
  readonly across: How;
  /** The gateway answers by itself whatever the server is. */
  readonly own?: true;
}

const text = (result: unknown): string => JSON.stringify(result);
const wait = { timeout: 10_000, interval: 20 };
const uri = 'test://watched-resource';

const both = (run: (client: EraClient) => Promise<void>) => ({ legacy: run, modern: run });
/** A method that one era has and the other does not. */
const method = (name: string, params: object = {}) =>
  both(async (client) => {
    await client.send(name, params);
  });

/** A tool that asks, and what the client must have been asked. */
const asks = (tool: string, asked: string, mode?: string) =>
  both(async (client) => {
    const result = await client.call(tool);
    expect(text(result)).not.toContain('"isError":true');
    const last = client.asked.at(-1);
    expect([last?.method, mode === undefined ? undefined : last?.params.mode]).toEqual([asked, mode]);
  });

/** What the client is told of when a tool makes it happen. */
const tells = (tool: string, notification: string, filter: object) => ({
  legacy: async (client: EraClient) => {
    if (notification.endsWith('updated')) await client.sdk.subscribeResource({ uri });
    await expect
      .poll(async () => {
        await client.call(tool);
        return client.told;
      }, wait)
      .toContain(notification);
  },
  modern: async (client: EraClient) => {
    const stream = await listenTo(client.url, client.token, 'stream', filter);
    expect(await stream.next()).toMatchObject({ method: 'notifications/subscriptions/acknowledged' });
    await client.call(tool);
    expect(await stream.next()).toMatchObject({ method: notification });
    stream.leave();
  },
});

type Ask = (method: string, params: object) => Promise<Record<string, unknown>>;

/** What is done with a task that has begun, which lasts for so many ms. The legacy fixture has none: another server does. */
const task = (then: (ask: Ask, taskId: string) => Promise<void>, ms = 50) =>
  both(async (at) => {
    const isLegacy = at.url.endsWith('/legacy');
    const client = await (at.era === 'legacy' ? connectLegacy : connectModern)(
      isLegacy ? at.url.replace(/legacy$/, 'legacy-tasks') : at.url,
      at.token,
    );
    const capabilities = { extensions: { 'io.modelcontextprotocol/tasks': {} } };
    const more =
      at.era === 'legacy'
        ? {}
        : { _meta: { ...modernMeta, 'io.modelcontextprotocol/clientCapabilities': capabilities } };
    const ask: Ask = (method, params) => client.send(method, { ...params, ...more });
    try {
      const call = isLegacy
        ? { name: 'job', arguments: { ms } }
        : { name: 'slow_compute', arguments: { seconds: ms / 1_000 } };
      const begun = await ask('tools/call', at.era === 'legacy' ? { ...call, task: {} } : call);
      const { taskId } = (begun.task ?? begun) as { readonly taskId?: string };
      expect(taskId).toContain('tgs1');
      await then(ask, taskId ?? '');
    } finally {
      await client.close();
    }
  });

/** Everything that a client and a server may want of one another, by the words of the older era. */
export const features: readonly Feature[] = [
  { name: '`initialize` / `server/discover`', across: 'synthesised', legacy: hello, modern: hello },
  { name: '`ping`', across: 'synthesised', own: true, ...method('ping') },
  { name: '`tools/list`', across: 'carried', ...both(async (client) => void (await client.sdk.listTools())) },
  {
    name: '`tools/call`',
    across: 'carried',
    ...both(async (client) => expect(text(await client.call('test_simple_text'))).toContain('"text"')),
  },
  {
    name: 'progress',
    across: 'carried',
    ...both(async (client) => {
      let heard = 0;
      const onprogress = (): void => {
        heard += 1;
      };
      await client.call('test_tool_with_progress', {}, { onprogress });
      expect(heard).toBeGreaterThan(0);
    }),
  },
  {
    name: 'log lines, at a level',
    across: 'synthesised',
    legacy: async (client) => {
      await client.sdk.setLoggingLevel('debug');
      await client.call('test_tool_with_logging');
      await expect.poll(() => client.told, wait).toContain('notifications/message');
    },
    modern: async (client) => {
      const call = { name: 'test_logging_tool', arguments: {} };
      const _meta = { ...modernMeta, 'io.modelcontextprotocol/logLevel': 'debug' };
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { ...call, _meta } });
      const { text } = await post(client.url, client.token, body, modernHeaders('tools/call', call.name));
      expect(text).toContain('notifications/message');
    },
  },
  { name: '`logging/setLevel`', across: 'synthesised', ...method('logging/setLevel', { level: 'info' }) },
  {
    name: 'sampling',
    across: 'synthesised',
    ...asks('test_input_required_result_sampling', 'sampling/createMessage'),
  },
  {
    name: 'elicitation by form',
    across: 'synthesised',
    ...asks('test_input_required_result_elicitation', 'elicitation/create'),
  },
  {
    name: 'elicitation by link',
    across: 'synthesised',
    ...asks('test_input_required_result_link', 'elicitation/create', 'url'),
  },
  { name: 'roots', across: 'synthesised', ...asks('test_input_required_result_list_roots', 'roots/list') },
  {
    name: 'several questions in several rounds',
    across: 'synthesised',
    ...both(async (client) => {
      for (const tool of ['test_input_required_result_multiple_inputs', 'test_input_required_result_multi_round']) {
        expect(text(await client.call(tool))).not.toContain('"isError":true');
      }
    }),
  },
  {
    name: '`resources/list`, `resources/templates/list`',
    across: 'carried',
    ...both(async (client) => {
      await client.sdk.listResources();
      await client.sdk.listResourceTemplates();
    }),
  },
  {
    name: '`resources/read`',
    across: 'carried',
    ...both(async (client) => {
      const read = await client.send('resources/read', { uri: 'test://static-text' });
      expect(['ttlMs', 'cacheScope', 'resultType'].map((key) => key in read)).toEqual(
        Array.from({ length: 3 }, () => client.era === 'modern'),
      );
    }),
  },
  {
    name: 'a resource that is not there',
    across: 'carried',
    ...both(async (client) => {
      // A legacy server on SDK v2 already says it in the newer words.
      const codes = client.era === 'modern' ? [-32602] : [-32002, -32602];
      const refusal = await client.send('resources/read', { uri: 'test://none' }).catch((error: unknown) => error);
      expect(codes).toContain(refusal instanceof Refused ? refusal.code : refusal);
    }),
  },
  {
    name: '`prompts/list`, `prompts/get`',
    across: 'carried',
    ...both(async (client) => {
      await client.sdk.listPrompts();
      await client.sdk.getPrompt({ name: 'test_simple_prompt' });
    }),
  },
  {
    name: '`completion/complete`',
    across: 'carried',
    ...method('completion/complete', {
      ref: { type: 'ref/prompt', name: 'test_prompt_with_arguments' },
      argument: { name: 'arg1', value: '' },
    }),
  },
  {
    name: 'updates of a resource',
    across: 'synthesised',
    ...tells('test_trigger_resource_update', 'notifications/resources/updated', { resourceSubscriptions: [uri] }),
  },
  { name: '`resources/subscribe`', across: 'synthesised', ...method('resources/subscribe', { uri }) },
  {
    name: '`subscriptions/listen`',
    across: 'synthesised',
    legacy: method('subscriptions/listen', { notifications: {} }).legacy,
    modern: async (client) => {
      const stream = await listenTo(client.url, client.token, 'stream', { promptsListChanged: true });
      expect(await stream.next()).toMatchObject({ method: 'notifications/subscriptions/acknowledged' });
      stream.leave();
    },
  },
  {
    name: 'changes of the list of tools',
    across: 'synthesised',
    ...tells('test_trigger_tool_change', 'notifications/tools/list_changed', { toolsListChanged: true }),
  },
  {
    name: 'changes of the list of prompts',
    across: 'synthesised',
    ...tells('test_trigger_prompt_change', 'notifications/prompts/list_changed', { promptsListChanged: true }),
  },
  { name: 'a call as a task (`tools/call`)', across: 'synthesised', ...task(async () => {}) },
  {
    name: '`tasks/get`',
    across: 'synthesised',
    ...task(async (ask, taskId) => {
      expect(await ask('tasks/get', { taskId })).toMatchObject({ taskId });
    }),
  },
  {
    name: '`tasks/result` (2025-11-25)',
    across: 'synthesised',
    ...task(async (ask, taskId) => {
      expect(await ask('tasks/result', { taskId })).toHaveProperty('content');
    }),
  },
  {
    name: '`tasks/list` (2025-11-25)',
    across: 'synthesised',
    own: true,
    ...task(async (ask, taskId) => {
      expect(await ask('tasks/list', {})).toMatchObject({ tasks: [{ taskId }] });
    }),
  },
  {
    name: '`tasks/update` (2026-07-28)',
    across: 'synthesised',
    ...task(async (ask, taskId) => {
      expect(await ask('tasks/update', { taskId, inputResponses: {} })).toHaveProperty('resultType');
    }),
  },
  {
    name: '`tasks/cancel`',
    across: 'synthesised',
    ...task(async (ask, taskId) => {
      await ask('tasks/cancel', { taskId });
    }, 60_000),
  },
];

async function hello(client: EraClient): Promise<void> {
  expect(client.sdk.getServerCapabilities()).toMatchObject({ tools: {}, resources: {}, prompts: {} });
}

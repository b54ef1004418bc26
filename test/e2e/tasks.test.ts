/** Tasks through the gateway, in both eras and across them, over a pipe and over HTTP, by themselves and at `/mcp`. */
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { CallToolResultSchema, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { asTransport, legacyTransport, newLegacyClient } from '../support/gateway/clients.ts';
import { modernHeaders, modernMeta } from '../support/gateway/listen.ts';
import { openSession, post } from '../support/gateway/raw-session.ts';
import { openBothWays, servers } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type LegacyHttp, startLegacyHttp } from '../support/upstreams/legacy-server.ts';
import { legacyTaskServer, newTaskParts, type TaskParts } from '../support/upstreams/legacy-task-server.ts';
import { type ModernHttp, startModernHttp } from '../support/upstreams/modern-server.ts';

/** A record can be read a moment after its call has been answered. */
const soonFiled = { timeout: 20_000, interval: 100 };

let gateway: TestGateway;
let legacy: LegacyHttp;
let modern: ModernHttp;
let parts: TaskParts;
beforeAll(async () => {
  parts = newTaskParts();
  legacy = await startLegacyHttp(() => legacyTaskServer(parts));
  modern = await startModernHttp({ tasks: true });
  const policy = { ...openBothWays, tools: { slow_compute: { concurrency: 1 }, maybe: { concurrency: 1 } } };
  const names = ['old', 'old-pipe', 'new', 'new-pipe', 'none'];
  const reach = Object.fromEntries(names.map((name) => [name, 'all']));
  gateway = await startGateway({
    servers: {
      old: { url: legacy.url, allowPrivate: true },
      'old-pipe': servers.legacyTasks(),
      new: { url: modern.url, allowPrivate: true },
      'new-pipe': servers.modern('--tasks'),
      none: servers.modern(),
    },
    policies: { all: policy },
    grants: { one: reach, other: reach },
    more: { admission: { processes: 32 } },
  });
}, 90_000);
afterAll(async () => {
  await gateway?.stop();
  await legacy?.close();
  await modern?.close();
}, 60_000);

const opened: Client[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.close()));
});

const url = (slug: string): string => (slug === '' ? `${gateway.origin}/mcp` : gateway.url(slug));

async function session(slug: string, grant = 'one'): Promise<Client> {
  const client = newLegacyClient({ elicitation: {} });
  client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { name: 'Ann' } }));
  await client.connect(asTransport(legacyTransport(url(slug), gateway.token(grant))));
  opened.push(client);
  return client;
}

/** Calls a tool as a task, as the SDK does: the messages of the stream, by kind. */
async function asTask(client: Client, name: string, args: object) {
  const seen: string[] = [];
  let result: { readonly content?: readonly { readonly text?: string }[]; readonly _meta?: object } | undefined;
  let taskId = '';
  let failure: unknown;
  const call = { name, arguments: args as Record<string, unknown> };
  await client.listTools();
  for await (const message of client.experimental.tasks.callToolStream(call, undefined, { task: { ttl: 60_000 } })) {
    if (message.type === 'taskCreated') taskId = message.task.taskId;
    if (message.type === 'taskStatus') seen.push(message.task.status);
    if (message.type === 'result') result = message.result as typeof result;
    if (message.type === 'error') failure = message.error;
  }
  return { taskId, seen, result, failure, text: result?.content?.[0]?.text };
}

describe.each([
  ['old', 'job', ''],
  ['old-pipe', 'job', ''],
  ['', 'old__job', ''],
  ['new', 'confirm_delete', 'new'],
  ['new-pipe', 'confirm_delete', 'new'],
  ['', 'new__confirm_delete', 'new'],
])('a session client at /mcp/%s calls %s', (slug, name, era) => {
  const args = era === 'new' ? { filename: 'f' } : { ask: true };

  it('as a task, is asked while it runs, and is given what came of it', async () => {
    const client = await session(slug);
    const { taskId, text, result, failure } = await asTask(client, name, args);
    expect(failure).toBeUndefined();
    expect(text).toContain('Ann');
    expect(taskId).toContain('tgs1.');
    expect(result?._meta).toMatchObject({
      'io.toolgate/decision': { outcome: 'allow' },
      'io.modelcontextprotocol/related-task': { taskId },
    });
    const { tasks } = await client.experimental.tasks.listTasks();
    expect(tasks).toMatchObject([{ taskId, status: 'completed' }]);
  }, 40_000);
});

it('a tool that fails is a task that failed, in either era of the server', async () => {
  const old = await session('old');
  const failed = await asTask(old, 'job', { fail: true });
  const bridged = await session('new');
  const made = await asTask(bridged, 'failing_job', {});
  for (const [client, { taskId, failure }] of [
    [old, failed],
    [bridged, made],
  ] as const) {
    expect(String(failure)).toMatch(/failed/);
    const result = await client.experimental.tasks.getTaskResult(taskId, CallToolResultSchema);
    expect(result).toMatchObject({ isError: true });
  }
  await expect(bridged.experimental.tasks.getTask(made.taskId)).resolves.toMatchObject({ status: 'failed' });
}, 40_000);

it('what a server answers at once is a task all the same, for who asked for one', async () => {
  const client = await session('new');
  const { taskId, text } = await asTask(client, 'greet', { name: 'Ann' });
  expect(text).toBe('Hello, Ann!');
  await expect(client.experimental.tasks.getTask(taskId)).resolves.toMatchObject({ status: 'completed' });
  await expect(client.experimental.tasks.cancelTask(taskId)).rejects.toMatchObject({ code: -32602 });
}, 40_000);

interface Answer {
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: object };
}
const tasksExtension = { extensions: { 'io.modelcontextprotocol/tasks': {} }, elicitation: {} };

async function ask(
  slug: string,
  method: string,
  params: Record<string, unknown>,
  { grant = 'one', capabilities = tasksExtension as object } = {},
): Promise<Answer> {
  const named = String(params.name ?? params.taskId);
  const _meta = { ...modernMeta, 'io.modelcontextprotocol/clientCapabilities': capabilities };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } });
  const answer = await post(url(slug), gateway.token(grant), body, modernHeaders(method, named));
  return JSON.parse(answer.text) as Answer;
}

async function ended(slug: string, taskId: string, until = ['completed', 'failed', 'cancelled']): Promise<Answer> {
  for (let tries = 0; ; tries += 1) {
    const answer = await ask(slug, 'tasks/get', { taskId });
    const is = String(answer.result?.status);
    if (answer.error !== undefined || until.includes(is)) return answer;
    if (tries > 200) throw new Error(`a task stays ${is}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe.each([
  ['new', 'confirm_delete', { filename: 'f' }],
  ['new-pipe', 'confirm_delete', { filename: 'f' }],
  ['', 'new__confirm_delete', { filename: 'f' }],
  ['old', 'job', { ask: true }],
  ['old-pipe', 'job', { ask: true }],
  ['', 'old-pipe__job', { ask: true }],
])('a client of 2026-07-28 at /mcp/%s calls %s', (slug, name, args) => {
  it('is given a task, asked through it, and told its end', async () => {
    const begun = await ask(slug, 'tools/call', { name, arguments: args });
    expect(begun.result).toMatchObject({ resultType: 'task', status: 'working' });
    expect(begun.result).not.toHaveProperty('task');
    expect(begun.result).not.toHaveProperty('ttl');
    const taskId = String(begun.result?.taskId);
    const asked = await ended(slug, taskId, ['input_required']);
    const [key = ''] = Object.keys((asked.result?.inputRequests ?? {}) as object);
    expect(asked.result).toMatchObject({ taskId, resultType: 'complete' });
    const inputResponses = { [key]: { action: 'accept', content: { name: 'Ann' } } };
    expect((await ask(slug, 'tasks/update', { taskId, inputResponses })).result).toMatchObject({
      resultType: 'complete',
    });
    const { result } = await ended(slug, taskId);
    expect(result).toMatchObject({ status: 'completed', taskId, resultType: 'complete' });
    expect(JSON.stringify(result?.result)).toContain('Ann');
    const { _meta: inner } = (result?.result ?? {}) as { readonly _meta?: object };
    expect(inner).toMatchObject({ 'io.toolgate/decision': { outcome: 'allow' } });
    expect(inner).not.toHaveProperty(['io.modelcontextprotocol/related-task']);
  }, 40_000);
});

describe.each(['new', 'old'])('tasks of %s', (slug) => {
  const call = { name: slug === 'new' ? 'slow_compute' : 'job', arguments: { seconds: 60, ms: 60_000 } };

  it('are cancelled, and said to be', async () => {
    const { result } = await ask(slug, 'tools/call', call);
    const taskId = String(result?.taskId);
    expect((await ask(slug, 'tasks/cancel', { taskId })).result).toMatchObject({ resultType: 'complete' });
    expect((await ended(slug, taskId)).result).toMatchObject({ status: 'cancelled' });
    expect((await ask(slug, 'tasks/cancel', { taskId })).result).toMatchObject({ resultType: 'complete' });
  }, 40_000);

  it('are nobody else’s: no other grant, server or session can name them, and no server hears of it', async () => {
    const { result } = await ask(slug, 'tools/call', call);
    const taskId = String(result?.taskId);
    const before = modern.jobs.askedFor.length;
    for (const method of ['tasks/get', 'tasks/cancel', 'tasks/update']) {
      const params = { taskId, inputResponses: {} };
      for (const [where, grant] of [
        [slug, 'other'],
        [slug === 'new' ? 'old' : 'new', 'one'],
        ['', 'other'],
      ] as const) {
        expect((await ask(where, method, params, { grant })).error, `${method} ${where} ${grant}`).toMatchObject({
          code: -32602,
        });
      }
    }
    const raw = await openSession(gateway.url(slug), gateway.token('one'));
    for (const method of ['tasks/get', 'tasks/result', 'tasks/cancel']) {
      const answer = JSON.parse((await raw.send({ id: 1, method, params: { taskId } })).text) as Answer;
      expect(answer.error?.code).toBe(-32602);
    }
    expect(JSON.parse((await raw.send({ id: 2, method: 'tasks/list' })).text).result).toEqual({ tasks: [] });
    // The server's own ids, which a careless server would answer to.
    for (const id of modern.jobs.all.keys()) {
      expect((await ask(slug, 'tasks/get', { taskId: id })).error?.code).toBe(-32602);
    }
    expect(modern.jobs.askedFor.length).toBe(before);
    await ask(slug, 'tasks/cancel', { taskId });
  }, 60_000);

  it('are refused to clients that do not take them', async () => {
    const without = { capabilities: {} };
    const needed = { code: -32021, data: { requiredCapabilities: { extensions: {} } } };
    expect((await ask(slug, 'tasks/get', { taskId: 't' }, without)).error).toMatchObject(needed);
    const only = slug === 'new' ? 'failing_job' : 'job';
    expect((await ask(slug, 'tools/call', { name: only, arguments: {} }, without)).error).toMatchObject(needed);
  }, 40_000);
});

it('a slot is held until the task has ended, and free then', async () => {
  const call = { name: 'slow_compute', arguments: { seconds: 60 } };
  const first = await ask('new', 'tools/call', call);
  const denied = await ask('new', 'tools/call', call);
  expect(denied.result).toMatchObject({ isError: true, _meta: { 'io.toolgate/decision': { code: 'concurrency' } } });
  const taskId = String(first.result?.taskId);
  await ask('new', 'tasks/cancel', { taskId });
  await ended('new', taskId);
  const again = await ask('new', 'tools/call', call);
  expect(again.result).toMatchObject({ resultType: 'task' });
  await ask('new', 'tasks/cancel', { taskId: String(again.result?.taskId) });

  const client = await session('old');
  await client.listTools();
  const raw = await openSession(gateway.url('old'), gateway.token('one'));
  const params = { name: 'maybe', arguments: { ms: 60_000 }, task: {} };
  const begun = JSON.parse((await raw.send({ id: 1, method: 'tools/call', params })).text) as Answer;
  const refused = JSON.parse((await raw.send({ id: 2, method: 'tools/call', params })).text) as Answer;
  expect(refused.result).toMatchObject({ isError: true });
  const { taskId: id } = (begun.result?.task ?? {}) as { readonly taskId?: string };
  await raw.send({ id: 3, method: 'tasks/cancel', params: { taskId: id } });
  const free = JSON.parse((await raw.send({ id: 4, method: 'tools/call', params })).text) as Answer;
  expect(free.result).toHaveProperty('task');
  await raw.end();
}, 60_000);

it('a server without tasks has none, and a call that asks for one is a call', async () => {
  const raw = await openSession(gateway.url('none'), gateway.token('one'));
  const params = { name: 'echo', arguments: { value: 1 }, task: { ttl: 1 } };
  expect(JSON.parse((await raw.send({ id: 1, method: 'tools/call', params })).text).result.content[0].text).toBe('1');
  const get = JSON.parse((await raw.send({ id: 2, method: 'tasks/get', params: { taskId: 't' } })).text) as Answer;
  expect(get.error?.code).toBe(-32601);
  expect((await ask('none', 'tasks/get', { taskId: 't' })).error?.code).toBe(-32601);
}, 40_000);

it('what is done with a task is on the record beside the call that began it', async () => {
  const begun = await ask('new', 'tools/call', { name: 'confirm_delete', arguments: { filename: 'r' } });
  const taskId = String(begun.result?.taskId);
  await ask('new', 'tasks/cancel', { taskId });
  await ended('new', taskId);
  await vi.waitFor(async () => {
    const calls = await gateway.calls();
    const call = calls.findLast(({ method, subject }) => method === 'tools/call' && subject === 'confirm_delete');
    expect(call).toMatchObject({ outcome: 'allow', upstream: { status: 'task' } });
    const after = calls.filter(({ continues }) => continues === call?.requestId).map(({ method }) => method);
    expect(after).toEqual(['tasks/cancel', 'tasks/get']);
  }, soonFiled);
}, 60_000);

/** `toolgate run`: what a client's configuration names as its command. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cleanEnvironment, startChild } from '../support/gateway/child.ts';
import { legacyClient } from '../support/gateway/clients.ts';
import { initialize } from '../support/gateway/raw-session.ts';
import { runClient } from '../support/gateway/run-client.ts';
import { runCommand } from '../support/gateway/run-command.ts';
import { open, openBothWays, servers } from '../support/gateway/servers.ts';
import { startLegacyHttp } from '../support/upstreams/legacy-server.ts';

const text = (result: unknown): string => (result as { content: [{ text: string }] }).content[0].text;
const soon = { timeout: 20_000, interval: 20 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-run-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function policyFile(policy: object, name = 'policy.json'): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(policy));
  return file;
}
const runArgs = (policy: object, ...more: string[]): string[] => [
  'run',
  '--policy',
  policyFile(policy),
  '--data',
  join(folder, 'data'),
  ...more,
];

it('relays everything that belongs to a call, over two pipes', async () => {
  const capabilities = { sampling: {}, roots: {}, elicitation: { form: {} } };
  await using run = await runClient('v1', { command: servers.legacy().command, policy: openBothWays, capabilities });
  const { client } = run;
  const content = { type: 'text' as const, text: 'sampled' };
  client.setRequestHandler(CreateMessageRequestSchema, () => ({ model: 'm', role: 'assistant', content }));
  client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { name: 'Ada' } }));
  client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: 'file:///home/ada' }] }));
  const logs: unknown[] = [];
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void logs.push(params.data));
  const changed = vi.fn();
  client.setNotificationHandler(ToolListChangedNotificationSchema, changed);

  const progress: unknown[] = [];
  const { transport } = client;
  const pass = transport?.onmessage;
  if (transport !== undefined) {
    // Read here because the SDK drops progress that comes in one piece with the answer after it.
    transport.onmessage = (message, extra) => {
      if ('method' in message && message.method === 'notifications/progress') progress.push(message.params?.progress);
      pass?.(message, extra);
    };
  }
  await client.callTool({ name: 'count', arguments: { to: 3 } }, undefined, { onprogress: () => {} });
  expect(progress).toEqual([1, 2, 3]);
  expect(logs).toEqual(['at 1', 'at 2', 'at 3']);
  expect(text(await client.callTool({ name: 'sample', arguments: { prompt: 'x' } }))).toContain('sampled');
  expect(text(await client.callTool({ name: 'elicit' }))).toContain('Ada');
  expect(text(await client.callTool({ name: 'roots' }))).toContain('file:///home/ada');
  await client.callTool({ name: 'change' });
  await vi.waitFor(() => expect(changed).toHaveBeenCalled(), soon);
  expect(text(await client.callTool({ name: 'big' }))).toHaveLength(5 * 1024 * 1024);

  const abort = new AbortController();
  const call = client.callTool({ name: 'wait' }, undefined, { signal: abort.signal });
  await vi.waitFor(() => expect(logs).toContain('waiting'), soon);
  abort.abort();
  await expect(call).rejects.toThrow();
  await vi.waitFor(async () => {
    expect(JSON.parse(text(await client.callTool({ name: 'seen' })))).toMatchObject({ cancelled: 1 });
  }, soon);
}, 60_000);

it('a policy holds, and processes of one server and policy share their limits', async () => {
  const limited = { version: '1', default: 'deny', tools: { later: { rate_limit: { max: 1, window: 'hour' } } } };
  const args = runArgs(limited, '--', ...servers.outspoken().command);
  const call = (name: string): string =>
    `${initialize()}\n${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name } })}\n`;
  // A client that writes all it has to say at once is understood as a server itself would: in the order it came.
  const first = await runCommand(args, { cwd: folder, input: call('later') });
  expect(first.stdout).toContain('"outcome":"allow"');
  const second = await runCommand(args, { cwd: folder, input: call('later') });
  expect(second.stdout).toContain('"code":"rate_limited","rule":"/tools/later/rate_limit"');
  const third = await runCommand(args, { cwd: folder, input: call('raw') });
  expect(third.stdout).toContain('"code":"default_deny"');
  for (const { code, stdout } of [first, second, third]) {
    expect(code).toBe(0);
    for (const line of stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
  }
}, 60_000);

it('--listen serves HTTP with a token, --url reaches a server over it', async () => {
  const upstream = await startLegacyHttp();
  const env = cleanEnvironment(folder);
  const args = runArgs(open, '--listen', '127.0.0.1:0', '--url', upstream.url, '--allow-private', '--name', 'far');
  const child = startChild(args, { cwd: folder, env });
  try {
    const [, url = ''] = await child.until('stdout', /is ready on (\S+\/mcp\/far)/);
    const [, token = ''] = await child.until('stdout', /token: (tg_\S+)/);
    const client = await legacyClient(url, token);
    expect(text(await client.callTool({ name: 'echo', arguments: { value: 'far' } }))).toBe('"far"');
    await client.close();
    await expect(legacyClient(url, `${token}x`)).rejects.toThrow();
    expect(await child.stop()).toEqual({ code: 0, signal: null });
  } finally {
    await child.stop();
    await upstream.close();
  }
}, 60_000);

describe('what is wrong is said in a sentence on standard error, and nothing on standard output', () => {
  const command = ['--', ...servers.outspoken().command];
  const wrong: readonly [string, object, readonly string[], number, RegExp][] = [
    ['a bad policy', { version: '1', default: 'deny', tols: {} }, command, 1, /policy\.json:1:\d+: .*tools/],
    ['no server', open, [], 2, /name one server/],
    ['two servers', open, ['--url', 'https://example.com/mcp', ...command], 2, /name one server/],
    ['a variable that is not there', open, ['--env', 'NOWHERE', ...command], 2, /NOWHERE: there is no such variable/],
    ['an unknown option', open, ['--polcy', 'x'], 2, /unknown option/],
    ['a URL that is none', open, ['--url', 'nowhere'], 2, /^toolgate: --url: /],
    ['a name that is none', open, ['--name', 'A_b', ...command], 2, /^toolgate: --name: /],
    ['a place to listen that is none', open, ['--listen', 'x', ...command], 2, /^toolgate: --listen: /],
    [
      'a header of nothing',
      open,
      ['--url', 'https://a.example/', '--header', 'A: ${env:NOWHERE}'],
      2,
      /^toolgate: --header: /,
    ],
    [
      'a folder that cannot be',
      open,
      ['--data', '/dev/null/x', ...command],
      1,
      /^toolgate: the data folder \/dev\/null\/x/,
    ],
  ];
  it.each(wrong)('%s', async (_what, policy, more, code, sentence) => {
    const end = await runCommand(runArgs(policy, ...more), { cwd: folder });
    expect([end.code, end.stdout]).toEqual([code, '']);
    expect(end.stderr).toMatch(sentence);
    expect(end.stderr).not.toContain('    at ');
  });

  it('a policy that is not there, and a token of another form, under the names that were typed', async () => {
    const gone = await runCommand(['run', '--policy', 'gone.json', ...command], { cwd: folder });
    expect([gone.code, gone.stderr]).toEqual([2, expect.stringMatching(/^toolgate: --policy: .*gone\.json/)]);
    const end = await runCommand(runArgs(open, ...command), { cwd: folder, env: { TOOLGATE_TOKEN: 'short' } });
    expect([end.code, end.stderr]).toEqual([2, expect.stringMatching(/^toolgate: TOOLGATE_TOKEN: .*tg_/)]);
  });

  it('a server that cannot be started is told to the client that asks', async () => {
    const end = await runCommand(runArgs(open, '--', './no-such-program'), { cwd: folder, input: `${initialize()}\n` });
    expect(JSON.parse(end.stdout)).toMatchObject({ id: 0, error: { data: { code: 'upstream_unavailable' } } });
  });
});

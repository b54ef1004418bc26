/** `toolgate run`: every client starts a gateway of its own, and people decide by commands. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CallRecord } from '../../../src/audit/index.ts';
import { openAuditReader } from '../../../src/store/index.ts';
import { approvals, listedApprovals, onlyPending, pendingId, textOf } from '../../support/gateway/approvals.ts';
import { cleanEnvironment, startChild } from '../../support/gateway/child.ts';
import { runClient } from '../../support/gateway/run-client.ts';
import { runCommand } from '../../support/gateway/run-command.ts';
import { servers } from '../../support/gateway/servers.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-approvals-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A file is moved once: the second time it is not there. */
function destructive(hold: number) {
  const from = join(folder, 'from.txt');
  const to = join(folder, 'to.txt');
  writeFileSync(from, 'precious');
  return {
    setup: {
      command: servers.filesystem(folder).command,
      policy: {
        version: '1',
        default: 'deny',
        tools: { move_file: { action: 'require_approval', reason: 'Moving is for people.', approval: { hold } } },
      },
    },
    call: { name: 'move_file', arguments: { source: from, destination: to } },
    moved: () => !existsSync(from) && readFileSync(to, 'utf8') === 'precious',
  };
}

it('a client is held and kept awake until somebody has agreed by a command, and its call runs once', async () => {
  const { setup, call, moved } = destructive(100);
  await using run = await runClient('v1', setup);
  const told: unknown[] = [];
  const { transport } = run.client;
  const pass = transport?.onmessage;
  if (transport !== undefined) {
    transport.onmessage = (message, extra) => {
      if ('method' in message && message.method === 'notifications/progress') told.push(message.params);
      pass?.(message, extra);
    };
  }
  const calling = run.client.callTool(call, undefined, { onprogress: () => {}, timeout: 150_000 });
  const id = await onlyPending(run.dataFolder);
  expect(moved()).toBe(false);
  expect(await approvals(run.dataFolder, 'show', id)).toContain(`"destination": "${call.arguments.destination}"`);
  // As a person types it: a process of its own, and as much of the id as one copies by hand.
  const command = ['approvals', 'approve', id.slice(0, 8), '--data', run.dataFolder];
  expect(await runCommand(command, { cwd: folder })).toMatchObject({ code: 0 });
  const result = await calling;
  expect(result.isError).not.toBe(true);
  expect(result._meta).toMatchObject({ 'io.toolgate/decision': { outcome: 'allow', approval: { id } } });
  expect(moved()).toBe(true);
  expect(told[0]).toMatchObject({ progress: 0.000001, message: `Approval ${id} is pending.` });
  expect(await listedApprovals(run.dataFolder, 'consumed')).toMatchObject([{ id }]);
}, 180_000);

it('what was asked by one process is decided by another, and used by a third, once', async () => {
  const { setup, call, moved } = destructive(1);
  await using first = await runClient('v1', setup);
  const answer = await first.client.callTool(call);
  expect(answer.isError).toBe(true);
  expect(textOf(answer)).toContain('[APPROVAL PENDING] move_file: Moving is for people.');
  const id = pendingId(answer);
  await approvals(first.dataFolder, 'approve', id);
  expect(moved()).toBe(false);

  await using second = await runClient('pinned', setup, first);
  // Another argument is another call.
  const other = { ...call, arguments: { ...call.arguments, destination: join(folder, 'other.txt') } };
  const [used, denied] = await Promise.all([second.client.callTool(call), asksAnew(id)]);
  expect(used.isError).not.toBe(true);
  expect(moved()).toBe(true);
  expect(denied).toBe('[POLICY DENIED] move_file: Not this file.');
  expect(await listedApprovals(first.dataFolder, 'consumed')).toMatchObject([{ id }]);

  // The first process asks anew for what the second has used up, and hears what was said to another argument.
  async function asksAnew(before: string): Promise<string> {
    const calling = first.client.callTool(other);
    const asked = await onlyPending(first.dataFolder);
    expect(asked).not.toBe(before);
    await approvals(first.dataFolder, 'deny', asked, '--reason', 'Not this file.');
    return textOf(await calling.then((told) => (pendingId(told) === asked ? first.client.callTool(other) : told)));
  }
  expect(pendingId(await first.client.callTool(call))).toMatch(/^[0-9a-f]{32}$/);
  expect(await onlyPending(first.dataFolder)).not.toBe(id);
}, 180_000);

it.each(['its client closes its end', 'it is asked to end'])(
  'a process whose call is held ends at once when %s: the call is told to come again, and the next process finds it',
  async (how) => {
    const { setup, call, moved } = destructive(600);
    const data = join(folder, 'data');
    writeFileSync(join(folder, 'policy.json'), JSON.stringify(setup.policy));
    const begin = () => {
      const args = ['run', '--policy', 'policy.json', '--data', data, '--', ...setup.command];
      const child = startChild(args, { cwd: folder, env: cleanEnvironment(folder) });
      const clientInfo = { name: 'raw', version: '1' };
      for (const message of [
        { id: 0, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } },
        { method: 'notifications/initialized' },
        { id: 1, method: 'tools/call', params: call },
      ]) {
        child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
      }
      return child;
    };
    const first = begin();
    const id = await onlyPending(data);
    if (how === 'it is asked to end') process.kill(first.pid, 'SIGTERM');
    else first.stdin.end();
    expect(await first.ended).toEqual({ code: 0, signal: null });
    expect(first.stdout()).toContain(`[APPROVAL PENDING] move_file: Moving is for people. Approval ${id} is pending`);
    // Its record was made while there was one.
    expect(first.stderr()).toBe('');
    const reader = openAuditReader(data);
    try {
      const told = await reader.query({ kind: 'call', order: 'oldest', limit: 10 });
      const records = told.map(({ text }) => JSON.parse(text) as CallRecord);
      expect(records.filter(({ outcome }) => outcome === 'hold')).toHaveLength(1);
    } finally {
      await reader.close();
    }

    await approvals(data, 'approve', id);
    expect(moved()).toBe(false);
    const second = begin();
    await second.until('stdout', /"id":1,"result"/);
    expect(moved()).toBe(true);
    second.stdin.end();
    expect(await second.ended).toEqual({ code: 0, signal: null });
    expect(await listedApprovals(data, 'consumed')).toMatchObject([{ id }]);
  },
  60_000,
);

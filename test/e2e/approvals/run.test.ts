/** `toolgate run`: every client starts a gateway of its own, and people decide by commands. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { approvals, listedApprovals, onlyPending, pendingId, textOf } from '../../support/gateway/approvals.ts';
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

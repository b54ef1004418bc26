import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { taskSeal, tasksOf } from '../../../test/support/gateway/tasks-of.ts';
import { defaultCaps, metaKeys, type RequestMessage, readMessage, splice } from '../../protocol/index.ts';
import { relatedForClient, relatedForServer } from './related-task.ts';
import type { Begun, SessionTasks } from './session-tasks.ts';
import { slugOfTask } from './task-seal.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const begun = (more: Partial<Begun> = {}): Begun => ({
  tool: 'x',
  requestId: 'r',
  progress: undefined,
  over: () => {},
  ...more,
});
const working = (taskId: string, ttlMs?: number) => ({ taskId, ended: false, ttlMs });

function start(tasks: SessionTasks, upstreamId: string, more: Partial<Begun> = {}, ttlMs?: number): string {
  const task = tasks.begin(working(upstreamId, ttlMs), begun(more));
  if (task === undefined) throw new Error('no task');
  return task.id;
}

function relatedMessage(taskId: string): RequestMessage {
  const params = { name: 'x', _meta: { [metaKeys.relatedTask]: { taskId } } };
  const message = readMessage(
    Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })),
    defaultCaps,
  );
  if (message.kind !== 'request') throw new Error('no request');
  return message;
}

const owners = ['g1', 'g2'].flatMap((grant) =>
  ['s1', 's2'].flatMap((server) => ['', 'x', 'y'].map((session) => ({ grant, server, session, user: undefined }))),
);

describe('the tasks of a session', () => {
  it('are its own: whatever a client names, no server hears of a task that is not of that very session', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(owners.length - 1), fc.constantFrom('a', 'b', 'c', 'shared')), { maxLength: 12 }),
        fc.nat(owners.length - 1),
        fc.string(),
        (beginnings, asker, garbage) => {
          const sessions = owners.map((owner) => tasksOf(owner));
          const ids = new Map<string, { readonly owner: number; readonly upstreamId: string }>();
          for (const [owner, upstreamId] of beginnings) {
            const task = sessions[owner]?.begin(working(upstreamId), begun());
            if (task !== undefined) ids.set(task.id, { owner, upstreamId });
          }
          const asking = sessions[asker];
          if (asking === undefined) throw new Error('no session');
          for (const id of [...ids.keys(), garbage, 'a', 'shared']) {
            const about = ids.get(id);
            const expected = about?.owner === asker ? about.upstreamId : undefined;
            expect(asking.open(id)?.upstreamId).toBe(expected);
            const [edit] = relatedForServer(relatedMessage(id), asking)?.values() ?? [];
            const said = edit === undefined ? undefined : splice([edit]).toString();
            expect(said).toBe(expected === undefined ? undefined : JSON.stringify({ taskId: expected }));
          }
          for (const upstreamId of ['a', 'b', 'c', 'shared']) {
            const known = asking.idOf(upstreamId);
            expect(known === undefined ? undefined : ids.get(known)?.owner).toBe(
              known === undefined ? undefined : asker,
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are known again by their ids alone, after the gateway was started again', () => {
    const id = start(tasksOf(), 'u');
    const after = tasksOf();
    expect(after.idOf('u')).toBeUndefined();
    expect(after.open(id)).toMatchObject({ upstreamId: 'u', tool: 'x', requestId: 'r' });
    expect(after.idOf('u')).toBe(id);
  });

  it('no character of an id can be another', () => {
    const id = start(tasksOf(), 'u');
    for (let at = 0; at < id.length; at += 1) {
      const other = id[at] === 'A' ? 'B' : 'A';
      expect(tasksOf().open(id.slice(0, at) + other + id.slice(at + 1))).toBeUndefined();
    }
    expect(slugOfTask(id)).toBe('s');
  });

  it('hold what they hold until they end, by themselves, by their time or with the session, and once', () => {
    const over = vi.fn();
    const tasks = tasksOf();
    start(tasks, 'ends', { over });
    tasks.heard({ taskId: 'ends', ended: true, ttlMs: 1_000 });
    tasks.heard({ taskId: 'ends', ended: true, ttlMs: 1_000 });
    expect(over).toHaveBeenCalledTimes(1);
    start(tasks, 'expires', { over }, 5_000);
    vi.advanceTimersByTime(5_000);
    expect(over).toHaveBeenCalledTimes(2);
    expect(tasks.idOf('expires')).toBeUndefined();
    start(tasks, 'left', { over });
    tasks.close();
    expect(over).toHaveBeenCalledTimes(3);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('a server that names no end is not believed for more than a day', () => {
    const over = vi.fn();
    start(tasksOf(), 'endless', { over }, Number.MAX_SAFE_INTEGER);
    vi.advanceTimersByTime(24 * 60 * 60_000);
    expect(over).toHaveBeenCalledTimes(1);
  });

  it('are a few hundred at most: those that have ended give way first', () => {
    const tasks = tasksOf();
    start(tasks, 'first');
    start(tasks, 'done');
    tasks.heard({ taskId: 'done', ended: true, ttlMs: undefined });
    for (let n = 0; n < 255; n += 1) start(tasks, `t${n}`);
    expect(tasks.size).toBe(256);
    expect([tasks.idOf('done'), tasks.idOf('first') === undefined]).toEqual([undefined, false]);
  });

  it('an id that is too long, or known already, begins nothing', () => {
    const tasks = tasksOf();
    expect(tasks.begin(working('x'.repeat(4_000)), begun())).toBeUndefined();
    start(tasks, 'u');
    expect(tasks.begin(working('u'), begun())).toBeUndefined();
    expect(
      taskSeal.open({ grant: 'g', user: undefined, server: 's', session: 'x' }, 'x'.repeat(4_000)),
    ).toBeUndefined();
  });

  it('what the server says of a task that is not the client’s is not named to it', () => {
    const tasks = tasksOf();
    const id = start(tasks, 'mine');
    const told = (taskId: string) => relatedForClient(relatedMessage(taskId), tasks)?.get(metaKeys.relatedTask);
    expect(told('mine')).toBe(JSON.stringify({ taskId: id }));
    expect(told('theirs')).toBeUndefined();
  });
});

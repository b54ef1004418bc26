import {
  type ErrorMessage,
  isJsonObject,
  metaKeys,
  type ResultMessage,
  stringAt,
  tasksExtension,
  textAt,
  valueAt,
} from '../../protocol/index.ts';
import type { GovernedCall } from '../governed-call.ts';
import type { Ports } from '../ports.ts';
import { type Ended, ended } from '../refusals/ended.ts';
import { letGo } from '../stages/let-go.ts';
import type { Permit } from '../stages/take.ts';
import { offersTasks } from './offers-tasks.ts';
import type { Task } from './session-tasks.ts';
import { type TaskState, taskStateOf } from './task-shape.ts';
import { watchTask } from './watch-task.ts';

/** Whether a call asks for a task by its parameters: 2025-11-25. */
export function asksForTask({ message, session }: Pick<GovernedCall, 'message' | 'session'>): boolean {
  return !session.revision.stateless && message.method === 'tools/call' && message.params.has('task');
}

/**
 * Whether the server may answer a call with a task: the client asks for one, or says that it takes them, and the server
 * makes them. Of others the server is not told that they could be tasks.
 */
export function mayBeTask(call: GovernedCall, { admission }: Pick<Ports, 'admission'>): boolean {
  if (call.message.method !== 'tools/call' || !offersTasks(call.session)) return false;
  if (!call.session.revision.stateless) return asksForTask(call);
  // Where there is no room for one more, the call is made as any other.
  return takesTasks(call) && admission.hasRoom(call.session.grantId, 'tasks', call.snapshot.admission);
}

/** Whether a request of the stateless revision says that its client takes tasks. */
export function takesTasks({ message }: Pick<GovernedCall, 'message'>): boolean {
  const span = message.meta.get(metaKeys.clientCapabilities);
  // Nearly nobody does, and so nearly nobody's capabilities are read for it.
  if (span === undefined || !textAt(message.bytes, span).includes('tasks')) return false;
  const declared = valueAt(message.bytes, span);
  const extensions = isJsonObject(declared) ? declared.extensions : undefined;
  return isJsonObject(extensions) && isJsonObject(extensions[tasksExtension]);
}

/**
 * The server has answered with a task: from now on it is the client's, and holds what the call holds until it ends.
 *
 * @param issued the id that the call bears upstream, which is its progress token there
 * @returns `undefined` where the answer is an ordinary one; why it cannot be passed on, where it is no proper task
 */
export function beginTask(
  permit: Permit,
  answer: ResultMessage | ErrorMessage,
  issued: number,
  allowed: boolean,
  ports: Ports,
): Task | Ended | undefined {
  const { call } = permit.judged.resolved;
  const state = answer.kind === 'result' ? stateIn(call, answer, allowed) : undefined;
  if (state === undefined) return undefined;
  if (state === 'none' || !allowed)
    return invalid('The server answered with a task that is none, or was not asked for.');
  const { session, snapshot, message, subject } = call;
  const { grantId } = session;
  if (!ports.admission.hold(grantId, 'tasks', snapshot.admission, ports.clock.monotonic())) {
    return ended('error', 'overloaded', { message: 'Too many tasks of this grant are under way.' });
  }
  const over = (): void => {
    ports.admission.release(grantId, 'tasks');
    void letGo(permit.receipt, ports);
  };
  const token = message.meta.get('progressToken');
  const task = session.tasks.begin(state, {
    tool: subject.kind === 'resource' ? subject.uri : subject.name,
    requestId: call.requestId,
    progress: token === undefined ? undefined : { upstream: issued, client: textAt(message.bytes, token) },
    over,
  });
  if (task !== undefined) {
    if (!task.isOver && (permit.receipt?.slots.length ?? 0) > 0) watchTask(session, task);
    return task;
  }
  ports.admission.release(grantId, 'tasks');
  return invalid('The server gave a task an id that cannot be passed on.');
}

/** @returns `none` for what says that it is a task, and is none */
function stateIn(
  call: GovernedCall,
  { bytes, members }: ResultMessage,
  allowed: boolean,
): TaskState | 'none' | undefined {
  if (call.message.method !== 'tools/call') return undefined;
  const value = (key: string) => {
    const span = members.get(key);
    return span === undefined ? undefined : valueAt(bytes, span);
  };
  if (call.session.revision.stateless) {
    if (stringAt(bytes, members.get('resultType')) !== 'task') return undefined;
    const flat = { taskId: value('taskId'), status: value('status'), ttlMs: value('ttlMs') };
    const { taskId = null, status = null, ttlMs = null } = flat;
    return taskStateOf({ taskId, status, ttlMs }) ?? 'none';
  }
  if (!allowed || !members.has('task')) return undefined;
  return taskStateOf(value('task')) ?? 'none';
}

function invalid(message: string): Ended {
  return ended('error', 'upstream_invalid', { message });
}

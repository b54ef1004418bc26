import { isJsonObject, type RequestMessage, type ResultMessage, stringAt, valueAt } from '../../protocol/index.ts';
import type { Listener, Pending, UpstreamFailure } from '../../upstream/index.ts';
import { answerWhenReady, type OwnAnswer, tell } from '../answer-at-once.ts';
import { failureOf } from '../failures.ts';
import { asTask, BridgedTask } from './bridged-task.ts';
import type { Lease } from './conversation-pool.ts';
import type { LegacyConversation } from './legacy-conversation.ts';
import { modernAnswer } from './modern-answer.ts';
import { modernMeta, type Told } from './told.ts';

/** Tasks of one principal with one server that are kept, those that have ended included. */
const mostTasks = 64;
/** A server that names no end is not waited for longer. */
const longestMs = 24 * 60 * 60_000;

/** Whether a legacy server makes tasks of calls. */
export function makesTasks({ capabilities }: LegacyConversation): boolean {
  const { tasks } = capabilities;
  const requests = isJsonObject(tasks) ? tasks.requests : undefined;
  const tools = isJsonObject(requests) ? requests.tools : undefined;
  return isJsonObject(tools) && isJsonObject(tools.call);
}

/** The tasks of one principal of the modern era with a server of the legacy one. */
export class BridgedTasks {
  readonly #tasks = new Map<string, { readonly task: BridgedTask; readonly timer: NodeJS.Timeout }>();

  /** Makes a call that the server takes as a task only; the listener hears the beginning of that, or what came instead. */
  begin(lease: Lease, told: Told, request: RequestMessage, upstreamId: number, listener: Listener): Pending {
    const { conversation } = lease;
    const { id } = request;
    const over = (say: () => void): void => {
      lease.release();
      say();
    };
    if (!this.#makeRoom()) {
      const error = { code: -32603, message: 'Too many tasks are under way.' };
      const refused: OwnAnswer = { kind: 'error', error };
      return answerWhenReady(
        id,
        upstreamId,
        listener,
        Promise.resolve(refused).finally(() => lease.release()),
      );
    }
    const meta = new Map<string, string | undefined>(modernMeta);
    return conversation.upstream.request((n) => asTask(request, n, withToken(meta, request, n)), conversation.headers, {
      notification: (message) => listener.notification(message),
      request: (message) => conversation.refuse(message),
      answer: (message) => {
        const task = message.kind === 'result' ? this.#begun(message, lease, told) : undefined;
        if (task === undefined) over(() => listener.answer(modernAnswer(message, id, request.method, undefined)));
        else tell(listener, id, { kind: 'result', result: task.beginning() });
      },
      failure: (failure: UpstreamFailure) => over(() => listener.failure(failure)),
      settled: () => listener.settled?.(),
    });
  }

  /** `tasks/get`, `tasks/update` and `tasks/cancel`. */
  async about(request: RequestMessage): Promise<OwnAnswer> {
    const id = stringAt(request.bytes, request.params.get('taskId'));
    const task = id === undefined ? undefined : this.#tasks.get(id)?.task;
    if (task === undefined) return { kind: 'error', error: { code: -32602, message: 'There is no such task.' } };
    try {
      switch (request.method) {
        case 'tasks/get':
          return await task.get();
        case 'tasks/update':
          return task.update(request);
        default:
          return await task.cancel();
      }
    } catch (error) {
      return { kind: 'failure', failure: failureOf(error) };
    }
  }

  close(): void {
    for (const id of this.#tasks.keys()) this.#forget(id);
  }

  #begun({ bytes, members }: ResultMessage, lease: Lease, told: Told): BridgedTask | undefined {
    const span = members.get('task');
    const state = span === undefined ? undefined : valueAt(bytes, span);
    if (!isJsonObject(state) || typeof state.taskId !== 'string') return undefined;
    const task = new BridgedTask({ lease, told, ended: () => lease.release() }, state.taskId, state);
    const ms = Math.min(task.ttlMs ?? longestMs, longestMs);
    this.#tasks.set(task.id, { task, timer: setTimeout(() => this.#forget(task.id), ms).unref() });
    return task;
  }

  #makeRoom(): boolean {
    if (this.#tasks.size < mostTasks) return true;
    for (const [id, { task }] of this.#tasks) {
      if (!task.isOver) continue;
      this.#forget(id);
      return true;
    }
    return false;
  }

  #forget(id: string): void {
    const entry = this.#tasks.get(id);
    if (entry === undefined) return;
    this.#tasks.delete(id);
    clearTimeout(entry.timer);
    entry.task.close();
  }
}

function withToken(
  meta: ReadonlyMap<string, string | undefined>,
  request: RequestMessage,
  id: number,
): ReadonlyMap<string, string | undefined> {
  return request.meta.has('progressToken') ? new Map([...meta, ['progressToken', String(id)]]) : meta;
}

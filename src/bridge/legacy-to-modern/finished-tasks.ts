import { newId } from '../../kernel/index.ts';
import {
  type JsonObject,
  type RequestMessage,
  type ResultMessage,
  relayResult,
  valueAt,
} from '../../protocol/index.ts';
import { relatedTo } from './legacy-task.ts';

/** What is kept of answers that came at once, though a task was asked for. */
const mostTasks = 64;
const mostBytes = 16 * 1024 * 1024;
const keptMs = 5 * 60_000;
const longestMs = 60 * 60_000;

/** A task that had ended when it began. */
interface Finished {
  readonly task: JsonObject;
  readonly answer: ResultMessage;
  readonly timer: NodeJS.Timeout;
}

/**
 * A client of 2025-11-25 that asks for a task is answered with one. A modern server decides by itself, and may answer at
 * once; its answer is kept here as that of a task which is done, until the client comes for it.
 */
export class FinishedTasks {
  readonly #now: () => number;
  readonly #tasks = new Map<string, Finished>();
  #bytes = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @returns the task, as `CreateTaskResult` has it */
  keep(asked: RequestMessage, answer: ResultMessage): JsonObject {
    const taskId = newId();
    const at = new Date(this.#now()).toISOString();
    const ttl = ttlOf(asked);
    const failed = answer.members.get('isError');
    const isError = failed !== undefined && valueAt(answer.bytes, failed) === true;
    const status = isError ? 'failed' : 'completed';
    const task = { taskId, status, createdAt: at, lastUpdatedAt: at, ttl, pollInterval: 100 };
    this.#bytes += answer.bytes.length;
    this.#tasks.set(taskId, { task, answer, timer: setTimeout(() => this.forget(taskId), ttl).unref() });
    for (const id of this.#tasks.keys()) {
      if (this.#tasks.size <= mostTasks && this.#bytes <= mostBytes) break;
      // What was kept last is what its client has not even heard of yet.
      if (id !== taskId) this.forget(id);
    }
    return task;
  }

  taskOf(taskId: string): JsonObject | undefined {
    return this.#tasks.get(taskId)?.task;
  }

  /** @returns what came of it, under the id of the request that asks for it */
  answerTo(request: RequestMessage, taskId: string): Buffer | undefined {
    const kept = this.#tasks.get(taskId);
    return kept === undefined ? undefined : relayResult(kept.answer, request.id, undefined, relatedTo(taskId));
  }

  forget(taskId: string): void {
    const kept = this.#tasks.get(taskId);
    if (kept === undefined) return;
    clearTimeout(kept.timer);
    this.#bytes -= kept.answer.bytes.length;
    this.#tasks.delete(taskId);
  }

  close(): void {
    for (const id of this.#tasks.keys()) this.forget(id);
  }
}

function ttlOf({ bytes, params }: RequestMessage): number {
  const span = params.get('task');
  const task = span === undefined ? undefined : valueAt(bytes, span);
  const ttl = typeof task === 'object' && task !== null && 'ttl' in task ? task.ttl : undefined;
  return typeof ttl === 'number' && ttl > 0 ? Math.min(ttl, longestMs) : keptMs;
}

import { isJsonObject, type JsonValue } from '../../protocol/index.ts';

/** What the gateway must know of a task, as its server tells it. Everything else of it is passed on as it came. */
export interface TaskState {
  /** The server's own id. */
  readonly taskId: string;
  /** It has reached its end; nothing of it changes any more. */
  readonly ended: boolean;
  /** How long the server keeps it, counted from its beginning; `undefined` when it says nothing or knows no end. */
  readonly ttlMs: number | undefined;
}

const statuses: ReadonlySet<JsonValue | undefined> = new Set([
  'working',
  'input_required',
  'completed',
  'failed',
  'cancelled',
]);

/**
 * A task of either era: `ttl` is what 2025-11-25 calls what the extension of 2026-07-28 calls `ttlMs`.
 *
 * @returns `undefined` for what is no task
 */
export function taskStateOf(value: JsonValue | undefined): TaskState | undefined {
  if (!isJsonObject(value)) return undefined;
  const { taskId, status } = value;
  if (typeof taskId !== 'string' || taskId === '' || !statuses.has(status)) return undefined;
  const ttl = value.ttlMs ?? value.ttl;
  return {
    taskId,
    ended: status !== 'working' && status !== 'input_required',
    ttlMs: typeof ttl === 'number' && ttl >= 0 ? ttl : undefined,
  };
}

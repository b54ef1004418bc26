import {
  isJsonObject,
  type JsonObject,
  metaKeys,
  type ResultMessage,
  stringAt,
  valueAt,
} from '../../protocol/index.ts';

/** A task as a modern server tells it (`tasks/get`, or the answer that begins it), as far as a bridge must know it. */
export interface ModernTask {
  readonly taskId: string;
  readonly status: string;
  readonly pollIntervalMs: number | undefined;
  /** The same in the words of 2025-11-25. */
  readonly legacy: JsonObject;
}

/** What the extension says of a task beside what both eras say. */
const notOfTheEra: ReadonlySet<string> = new Set([
  'resultType',
  'ttlMs',
  'pollIntervalMs',
  'inputRequests',
  'result',
  'error',
  '_meta',
]);

const polledAtLeastMs = 100;
const polledAtMostMs = 10_000;
const polledMostlyMs = 1_000;

/** @returns `undefined` for what is no task */
export function modernTask({ bytes, members }: ResultMessage): ModernTask | undefined {
  const taskId = stringAt(bytes, members.get('taskId'));
  const status = stringAt(bytes, members.get('status'));
  if (taskId === undefined || status === undefined) return undefined;
  const value = (key: string) => {
    const span = members.get(key);
    return span === undefined ? undefined : valueAt(bytes, span);
  };
  const same = [...members.keys()].filter((key) => !notOfTheEra.has(key)).map((key) => [key, value(key) ?? null]);
  const poll = value('pollIntervalMs');
  const pollIntervalMs = typeof poll === 'number' ? poll : undefined;
  const ttl = value('ttlMs');
  return {
    taskId,
    status,
    pollIntervalMs,
    legacy: {
      ...(Object.fromEntries(same) as JsonObject),
      status: legacyStatus(status, value('result')),
      ttl: typeof ttl === 'number' ? ttl : null,
      ...(pollIntervalMs === undefined ? {} : { pollInterval: pollIntervalMs }),
    },
  };
}

/** The legacy era calls a task failed whose tool has failed. */
function legacyStatus(status: string, result: unknown): string {
  const failed = isJsonObject(result as never) && (result as { readonly isError?: unknown }).isError === true;
  return status === 'completed' && failed ? 'failed' : status;
}

export function hasEnded(status: string): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}

/** How long to wait before a server is asked again how a task stands. */
export function pollMs({ pollIntervalMs = polledMostlyMs }: Pick<ModernTask, 'pollIntervalMs'>): number {
  return Math.min(Math.max(pollIntervalMs, polledAtLeastMs), polledAtMostMs);
}

/** `_meta` that says of what task something is, as a member. */
export function relatedTo(taskId: string): ReadonlyMap<string, string> {
  return new Map([[metaKeys.relatedTask, JSON.stringify({ taskId })]]);
}

import { isJsonObject, type Members, metaKeys, type Piece, valueAt } from '../../protocol/index.ts';
import type { SessionTasks } from './session-tasks.ts';

/** Something whose `_meta` may say to which task it belongs. */
interface Related {
  readonly bytes: Buffer;
  readonly meta: Members;
}

/**
 * What becomes of `_meta["io.modelcontextprotocol/related-task"]` on its way to the client: the task under the client's
 * name for it. What is no task of the client's is not named to it.
 *
 * @returns edits for `_meta`; none where the key is not there, as in nearly every message
 */
export function relatedForClient(message: Related, tasks: SessionTasks): Map<string, Piece | undefined> | undefined {
  return related(message, (id) => tasks.idOf(id));
}

/** The same on its way to the server, which never hears of a task that is not this session's. */
export function relatedForServer(message: Related, tasks: SessionTasks): Map<string, Piece | undefined> | undefined {
  return related(message, (id) => tasks.open(id)?.upstreamId);
}

function related(
  { bytes, meta }: Related,
  nameOf: (id: string) => string | undefined,
): Map<string, Piece | undefined> | undefined {
  const span = meta.get(metaKeys.relatedTask);
  if (span === undefined) return undefined;
  const value = valueAt(bytes, span);
  const named = isJsonObject(value) && typeof value.taskId === 'string' ? nameOf(value.taskId) : undefined;
  const taskId = named === undefined ? undefined : JSON.stringify({ taskId: named });
  return new Map([[metaKeys.relatedTask, taskId]]);
}

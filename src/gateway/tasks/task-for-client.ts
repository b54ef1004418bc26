import {
  isJsonObject,
  metaKeys,
  noCaps,
  type Piece,
  type ResultMessage,
  type RpcId,
  readUpstreamMessage,
  relayEdited,
  relayResult,
  resultBody,
  resultWith,
  splice,
  valueAt,
} from '../../protocol/index.ts';
import type { GovernedCall } from '../governed-call.ts';
import type { Task } from './session-tasks.ts';

/**
 * The answer to a call that goes on as a task: the server's own, under the client's name for it. The decision is in it, as
 * in any other.
 */
export function beginningOf(
  task: Task,
  call: GovernedCall,
  message: ResultMessage,
  decision: Piece | undefined,
): Buffer {
  const id = JSON.stringify(task.id);
  const span = message.members.get('task');
  const nested = span === undefined ? undefined : valueAt(message.bytes, span);
  const edits = call.session.revision.stateless
    ? new Map([['taskId', id]])
    : new Map([['task', JSON.stringify({ ...(isJsonObject(nested) ? nested : {}), taskId: task.id })]]);
  const related = new Map([[metaKeys.relatedTask, undefined]]);
  return relayResult(resultWith(message, edits), call.message.id, decision, related);
}

/**
 * How a task stands, under the client's name for it; a result in it is screened like any other.
 *
 * @returns `undefined` when the result in it is none
 */
export function stateForClient(
  task: Task,
  message: ResultMessage,
  id: RpcId,
  decision: Piece | undefined,
  more: ReadonlyMap<string, Piece | undefined> = new Map(),
): Buffer | undefined {
  const edits = new Map<string, Piece | undefined>([['taskId', JSON.stringify(task.id)], ...more]);
  const inner = message.members.get('result');
  if (inner !== undefined) {
    const result = resultAt(message.bytes.subarray(inner.start, inner.end));
    if (result === undefined) return undefined;
    edits.set('result', resultBody(result, decision, notRelated));
  }
  return relayEdited(message, id, edits, [metaKeys.relatedTask]);
}

/** In what says by itself which task it is about, nothing else does. */
const notRelated = new Map([[metaKeys.relatedTask, undefined]]);

/** What came of a task (`tasks/result`), which names its task beside itself. */
export function resultForClient(task: Task, message: ResultMessage, id: RpcId, decision: Piece | undefined): Buffer {
  const related = new Map([[metaKeys.relatedTask, JSON.stringify({ taskId: task.id })]]);
  return relayResult(message, id, decision, related);
}

/** A result within a result, as if it had come by itself. */
function resultAt(bytes: Buffer): ResultMessage | undefined {
  const message = readUpstreamMessage(splice(['{"jsonrpc":"2.0","id":0,"result":', bytes, '}']), noCaps);
  return message.kind === 'result' ? message : undefined;
}

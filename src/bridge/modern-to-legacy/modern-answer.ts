import {
  type ErrorMessage,
  editResult,
  isJsonObject,
  type Piece,
  type ResultMessage,
  type RpcId,
  relayError,
  valueAt,
  writeError,
  writeResult,
} from '../../protocol/index.ts';
import { cacheable } from '../methods.ts';
import { ownAnswer } from '../own-message.ts';

const resourceNotFound = -32002;

/**
 * A legacy server's answer as the modern era wants it. What it says under the modern era's own names is not believed: a
 * server that asks by its answer is one that speaks that era.
 *
 * @param method of the request that is answered
 * @param uri of the resource that the request names, if it names one
 */
export function modernAnswer(
  message: ResultMessage | ErrorMessage,
  id: RpcId,
  method: string,
  uri: string | undefined,
): ResultMessage | ErrorMessage {
  if (message.kind === 'error') return modernError(message, id, uri);
  const edits = new Map<string, Piece | undefined>([['resultType', '"complete"']]);
  // How long it may be kept was never said, and who may keep it neither.
  if (cacheable.has(method)) edits.set('ttlMs', '0').set('cacheScope', '"private"');
  return ownAnswer(writeResult(id, editResult(message, edits)));
}

/** The modern era has no code of its own for a resource that is not there; it names the resource instead. */
function modernError(message: ErrorMessage, id: RpcId, uri: string | undefined): ResultMessage | ErrorMessage {
  const error = valueAt(message.bytes, message.error);
  if (!isJsonObject(error) || error.code !== resourceNotFound) return ownAnswer(relayError(message, id));
  const { data } = error;
  const said = typeof error.message === 'string' ? error.message : 'Resource not found';
  const named = data === undefined && uri !== undefined ? { uri } : data;
  const told = named === undefined ? {} : { data: JSON.stringify(named) };
  return ownAnswer(writeError(id, { code: -32602, message: said, ...told }));
}

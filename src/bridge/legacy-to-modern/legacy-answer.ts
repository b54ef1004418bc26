import {
  type ErrorMessage,
  editResult,
  isJsonObject,
  type Piece,
  type ResultMessage,
  type RpcId,
  relayError,
  textAt,
  valueAt,
  writeError,
  writeResult,
} from '../../protocol/index.ts';
import { cacheable } from '../methods.ts';
import { ownAnswer } from '../own-message.ts';

/** What names a resource that is not there: the legacy era has a code for it, the modern one does not. */
const resourceNotFound = -32002;
const invalidParams = -32602;

/**
 * A modern server's answer as the legacy era knows it: without what only the modern one says of a result. Everything
 * else is the bytes that came.
 *
 * @param method of the request that is answered
 * @param uri of the resource that the request names, if it names one
 */
export function legacyAnswer(
  message: ResultMessage | ErrorMessage,
  id: RpcId,
  method: string,
  uri: string | undefined,
): ResultMessage | ErrorMessage {
  if (message.kind === 'error') return legacyError(message, id, uri);
  const edits = new Map<string, Piece | undefined>([['resultType', undefined]]);
  if (cacheable.has(method)) edits.set('ttlMs', undefined).set('cacheScope', undefined);
  if (method === 'tools/call') withoutBareValue(message, edits);
  return ownAnswer(writeResult(id, editResult(message, edits)));
}

/**
 * The legacy era allows objects only as structured content, and its clients refuse a whole result for another value
 * (SEP-2106). Such a value is told as text instead, unless the server has told it itself.
 */
function withoutBareValue(message: ResultMessage, edits: Map<string, Piece | undefined>): void {
  const { bytes, members } = message;
  const span = members.get('structuredContent');
  if (span === undefined || bytes[span.start] === 0x7b) return;
  edits.set('structuredContent', undefined);
  const place = members.get('content');
  const content = place === undefined ? [] : valueAt(bytes, place);
  if (!Array.isArray(content) || content.some((block) => isJsonObject(block) && block.type === 'text')) return;
  const told = JSON.stringify({ type: 'text', text: textAt(bytes, span) });
  const before = place === undefined ? '' : textAt(bytes, place).slice(1, -1).trim();
  edits.set('content', before === '' ? `[${told}]` : `[${before},${told}]`);
}

function legacyError(message: ErrorMessage, id: RpcId, uri: string | undefined): ErrorMessage | ResultMessage {
  const error = valueAt(message.bytes, message.error);
  const isMissing =
    uri !== undefined &&
    isJsonObject(error) &&
    error.code === invalidParams &&
    isJsonObject(error.data) &&
    error.data.uri === uri;
  if (!isMissing) return ownAnswer(relayError(message, id));
  const said = typeof error.message === 'string' ? error.message : 'Resource not found';
  return ownAnswer(writeError(id, { code: resourceNotFound, message: said, data: JSON.stringify(error.data) }));
}

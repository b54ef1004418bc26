import { noCaps } from '../json/caps.ts';
import { type Edits, editObject } from './edit-object.ts';
import type { ResultMessage, RpcId } from './message.ts';
import { newObject } from './new-object.ts';
import { readUpstreamMessage } from './read-upstream-message.ts';
import type { Piece } from './splice.ts';
import { metaEdits, writeResult } from './write-result.ts';

/**
 * A result with some members set or left out. Every other value is the bytes that came, unknown members included.
 *
 * @param edits members to set (JSON text) or to leave out (`undefined`)
 */
export function editResult({ bytes, members }: Pick<ResultMessage, 'bytes' | 'members'>, edits: Edits): Piece {
  const kept = Array.from(members, ([key, span]) => [key, edits.has(key) ? undefined : { bytes, span }] as const);
  return newObject([...kept, ...edits]);
}

/**
 * The same under the client's id, without the keys of `_meta` that only the gateway may set. `_meta` must not be among
 * the edits.
 *
 * @param more keys of `_meta` to drop besides
 */
export function relayEdited(message: ResultMessage, id: RpcId, edits: Edits, more: readonly string[] = []): Buffer {
  const { bytes, members, meta } = message;
  const span = members.get('_meta');
  const ours = metaEdits(meta, undefined);
  for (const key of more) if (meta.has(key)) ours.set(key, undefined);
  if (span === undefined || ours.size === 0) return writeResult(id, editResult(message, edits));
  return writeResult(id, editResult(message, new Map([...edits, ['_meta', editObject(bytes, span, meta, ours)]])));
}

/** The same as a message, under the id that it had. */
export function resultWith(message: ResultMessage, edits: Edits): ResultMessage {
  const edited = readUpstreamMessage(writeResult(message.id, editResult(message, edits)), noCaps);
  if (edited.kind !== 'result') throw new Error('a result with some members changed is none any more');
  return edited;
}

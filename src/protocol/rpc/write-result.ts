import type { ByteParts } from '../../kernel/index.ts';
import { type Edits, editObject } from './edit-object.ts';
import type { Members, ResultMessage, RpcId } from './message.ts';
import { newObject } from './new-object.ts';
import { inParts, type Piece, splice } from './splice.ts';

/** The `_meta` keys that only the gateway may set. */
const OURS = 'io.toolgate/';
const DECISION = 'io.toolgate/decision';

/** A result of the gateway's own making. `result` is the JSON text of an object. */
export function writeResult(id: RpcId, result: Piece): Buffer {
  return splice(resultText(id, result));
}

/**
 * An upstream's result under the client's id: every `io.toolgate/*` key of its `_meta` is dropped, the gateway's
 * decision is added when there is one, and the rest stays to the byte.
 *
 * @param decision JSON text of `_meta["io.toolgate/decision"]`
 * @param more further keys of `_meta` to set or to drop
 */
export function relayResult(message: ResultMessage, id: RpcId, decision?: Piece, more?: Edits): Buffer {
  return writeResult(id, resultBody(message, decision, more));
}

/** The same for whoever sends it: see `inParts`. */
export function relayInParts(message: ResultMessage, id: RpcId, decision?: Piece, more?: Edits): ByteParts {
  return inParts(resultText(id, resultBody(message, decision, more)));
}

function resultText(id: RpcId, result: Piece): readonly Piece[] {
  return ['{"jsonrpc":"2.0","id":', id.text, ',"result":', result, '}'];
}

/** What {@link relayResult} passes on, without an envelope: for a result that is part of another. */
export function resultBody(
  { bytes, ascii, result, members, meta }: ResultMessage,
  decision: Piece | undefined,
  more?: Edits,
): Piece {
  const span = members.get('_meta');
  if (span === undefined) {
    const made = newMeta(decision, more);
    if (made === undefined) return { bytes, span: result, ascii };
    let last = result.start + 1;
    for (const { end } of members.values()) last = end;
    return [
      { bytes, span: { start: result.start, end: last }, ascii },
      members.size > 0 ? ',"_meta":' : '"_meta":',
      made,
      { bytes, span: { start: last, end: result.end }, ascii },
    ];
  }
  const edits = metaEdits(meta, decision);
  for (const [key, value] of more ?? []) if (value !== undefined || meta.has(key)) edits.set(key, value);
  if (edits.size === 0) return { bytes, span: result, ascii };
  // `_meta` is replaced in its place: nothing before it or behind it moves.
  return [
    { bytes, span: { start: result.start, end: span.start }, ascii },
    editObject(bytes, span, meta, edits),
    { bytes, span: { start: span.end, end: result.end }, ascii },
  ];
}

/** The `_meta` of a result that has none; `undefined` where it needs none. */
function newMeta(decision: Piece | undefined, more: Edits | undefined): Piece | undefined {
  const members: (readonly [string, Piece | undefined])[] = decision === undefined ? [] : [[DECISION, decision]];
  if (more !== undefined) for (const [key, value] of more) if (value !== undefined) members.push([key, value]);
  return members.length === 0 ? undefined : newObject(members);
}

/** @returns what of `_meta` is dropped, and what is set in it */
export function metaEdits(meta: Members, decision: Piece | undefined): Map<string, Piece | undefined> {
  const edits = new Map<string, Piece | undefined>();
  for (const key of meta.keys()) if (key.startsWith(OURS)) edits.set(key, undefined);
  if (decision !== undefined) edits.set(DECISION, decision);
  return edits;
}

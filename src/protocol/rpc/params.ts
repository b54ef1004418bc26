import { type Edits, editObject } from './edit-object.ts';
import type { NotificationMessage, RequestMessage } from './message.ts';
import { newObject } from './new-object.ts';
import type { Piece } from './splice.ts';

/** The members of an outgoing `params`, in order. A value is JSON text; keys must differ. */
export type Params = readonly (readonly [key: string, value: Piece])[];

/**
 * The `params` of a message, to be sent on: every value as the exact bytes that came, but for what is edited.
 *
 * A progress token is replaced with `metaEdits` `new Map([['progressToken', '17']])` and taken away with
 * `new Map([['progressToken', undefined]])`; the request that `notifications/cancelled` names, and the token of
 * `notifications/progress`, with `edits` likewise.
 *
 * @param edits members of `params` to set or drop
 * @param metaEdits members of `params._meta` to set or drop; `_meta` is made where it is needed
 */
export function paramsOf(message: RequestMessage | NotificationMessage, edits?: Edits, metaEdits?: Edits): Params {
  const { bytes, ascii } = message;
  const params: [string, Piece][] = [];
  for (const [key, span] of message.params) {
    if (edits?.has(key) === true) {
      const value = edits.get(key);
      if (value !== undefined) params.push([key, value]);
    } else if (key === '_meta' && metaEdits !== undefined) {
      params.push([key, editObject(bytes, span, message.meta, metaEdits)]);
    } else {
      params.push([key, { bytes, span, ascii }]);
    }
  }
  for (const [key, value] of edits ?? []) {
    if (value !== undefined && !message.params.has(key)) params.push([key, value]);
  }
  if (metaEdits !== undefined && !params.some(([key]) => key === '_meta')) {
    if ([...metaEdits.values()].some((value) => value !== undefined)) params.push(['_meta', newObject(metaEdits)]);
  }
  return params;
}

/** @returns `,"params":{…}`, or nothing when there are none */
export function paramsText(params: Params | undefined): Piece {
  if (params === undefined) return '';
  return [',"params":', newObject(params)];
}

import { type ByteParts, jsonName } from '../../kernel/index.ts';
import { type Params, paramsText } from './params.ts';
import { inParts, type Piece, splice } from './splice.ts';

/**
 * A request with an envelope made afresh. Without `params` the member is left out.
 *
 * @param id the id, as JSON text or as the gateway's own number
 * @param params values are copied as they are; see `paramsOf`
 */
export function writeRequest(id: number | string, method: string, params?: Params): Buffer {
  return splice(requestText(id, method, params));
}

/** The same for whoever sends it and needs no more of it: see `inParts`. */
export function requestInParts(id: number | string, method: string, params?: Params): ByteParts {
  return inParts(requestText(id, method, params));
}

function requestText(id: number | string, method: string, params: Params | undefined): readonly Piece[] {
  return ['{"jsonrpc":"2.0","id":', String(id), ',"method":', jsonName(method), paramsText(params), '}'];
}

/** A notification with an envelope made afresh. */
export function writeNotification(method: string, params?: Params): Buffer {
  return splice(['{"jsonrpc":"2.0","method":', jsonName(method), paramsText(params), '}']);
}

import { type Params, paramsText } from './params.ts';
import { splice } from './splice.ts';

/**
 * A request with an envelope made afresh. Without `params` the member is left out.
 *
 * @param id the id, as JSON text or as the gateway's own number
 * @param params values are copied as they are; see `paramsOf`
 */
export function writeRequest(id: number | string, method: string, params?: Params): Buffer {
  return splice([`{"jsonrpc":"2.0","id":${id},"method":${JSON.stringify(method)}`, paramsText(params), '}']);
}

/** A notification with an envelope made afresh. */
export function writeNotification(method: string, params?: Params): Buffer {
  return splice([`{"jsonrpc":"2.0","method":${JSON.stringify(method)}`, paramsText(params), '}']);
}

import type { ErrorMessage, RpcId } from './message.ts';
import { type Piece, splice } from './splice.ts';

/** A JSON-RPC error of the gateway's own. */
export interface RpcError {
  readonly code: number;
  readonly message: string;
  /** JSON text. */
  readonly data?: Piece;
}

/** @param id `undefined` where it could not be read: answered as `null` */
export function writeError(id: RpcId | undefined, error: RpcError): Buffer {
  const { code, message, data } = error;
  const head = `{"jsonrpc":"2.0","id":${id?.text ?? 'null'},"error":{"code":${code},"message":${JSON.stringify(message)}`;
  return splice(data === undefined ? [head, '}}'] : [head, ',"data":', data, '}}']);
}

/** An error passed on under another id, its content to the byte. */
export function relayError(message: ErrorMessage, id: RpcId): Buffer {
  const content = { bytes: message.bytes, span: message.error };
  return splice([`{"jsonrpc":"2.0","id":${id.text},"error":`, content, '}']);
}

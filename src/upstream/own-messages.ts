/** The few messages that the gateway itself says to an upstream, besides those it was given. */

/** @param reason the client's own words */
export function cancelledNotification(requestId: number, reason: string | undefined): Buffer {
  const params = reason === undefined ? { requestId } : { requestId, reason };
  return Buffer.from(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params }));
}

/** @param idText the id of the server's request, as it came */
export function pong(idText: string): Buffer {
  return Buffer.from(`{"jsonrpc":"2.0","id":${idText},"result":{}}`);
}

/** The answer to a server's request that nobody can be asked. */
export function nobodyToAsk(idText: string): Buffer {
  const error = '{"code":-32601,"message":"No client can be asked."}';
  return Buffer.from(`{"jsonrpc":"2.0","id":${idText},"error":${error}}`);
}

import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const ending = new WeakSet<Socket>();

/**
 * This answer is the last on its connection: it says so, and whatever is read behind it is nobody's request (RFC 9112,
 * section 9.6). Node itself goes on reading what it has, so without this a request behind a refused one would be judged and
 * forwarded though readers differ on where the refused one ends (threats B70), or forwarded and never answered.
 */
export function endConnection(response: ServerResponse): void {
  response.shouldKeepAlive = false;
  // Its own `socket` is null as long as other answers stand before it.
  ending.add(response.req.socket);
}

/** Whether an answer that ends the connection has been decided on, however much stands before it in the queue. */
export function isEnding(socket: Socket): boolean {
  return socket.destroyed || socket.writableEnded || ending.has(socket);
}

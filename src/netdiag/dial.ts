import { connect, type Socket } from 'node:net';
import type { ProbeTarget } from './target.ts';

/**
 * Opens a TCP connection to the address that was checked.
 *
 * @param deadline ends the attempt and, later, the connection itself
 * @returns the connected socket; its errors after that are the caller's to listen for
 * @throws whatever the system says, or the deadline's reason
 */
export function dial(target: ProbeTarget, port: number, deadline: AbortSignal): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  if (deadline.aborted) {
    reject(deadline.reason);
    return promise;
  }
  const socket = connect({ host: target.address, port, signal: deadline });
  const fail = (error: Error): void => reject(deadline.aborted ? deadline.reason : error);
  socket.once('error', fail);
  socket.once('connect', () => {
    socket.off('error', fail);
    // From here on a reset or the deadline ends the socket; whoever reads it sees the close.
    socket.on('error', () => socket.destroy());
    resolve(socket);
  });
  return promise;
}

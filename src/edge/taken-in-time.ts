import type { ServerResponse } from 'node:http';

/** A response that knows for how long nothing of it may be taken. */
interface Impatient extends ServerResponse {
  /** {@link EdgeLimits.unreadMs} */
  readonly unreadMs: number;
}

/**
 * Cuts off whoever takes nothing of what was written. Node's own timer begins anew whenever some of it has been taken. Behind
 * others on its connection its time begins when it is written.
 *
 * @param taken what Node says when all of it has been
 */
export function takeInTime(response: Impatient, taken: 'finish' | 'drain'): void {
  const { socket } = response;
  if (socket === null) {
    response.once('socket', () => takeInTime(response, taken));
    return;
  }
  socket.setTimeout(response.unreadMs);
  // Before Node gives the connection its time to be idle in.
  response.prependOnceListener(taken, () => socket.setTimeout(0));
}

/**
 * Waits until what was written so far has been taken, of an answer that is made as it is read. Whoever takes nothing of it for as
 * long as of a whole one is cut off like there, and is not waited for.
 */
export function untilTaken(response: ServerResponse): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const over = (): void => {
    response.off('drain', over).off('close', over);
    resolve();
  };
  response.once('drain', over).once('close', over);
  if (isImpatient(response)) takeInTime(response, 'drain');
  return promise;
}

function isImpatient(response: ServerResponse): response is Impatient {
  return 'unreadMs' in response;
}

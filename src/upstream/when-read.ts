import { type JsonCaps, type Message, readUpstreamMessageInSlices, type Unreadable } from '../protocol/index.ts';

/**
 * Reads what a server sent, and hands it on.
 *
 * @returns when it has been, where the message is so long that others have their turns meanwhile: what comes behind it waits
 */
export function whenRead(
  bytes: Buffer,
  caps: JsonCaps,
  take: (message: Message | Unreadable) => void,
): void | Promise<void> {
  const read = readUpstreamMessageInSlices(bytes, caps);
  if (read instanceof Promise) return read.then(take);
  take(read);
}

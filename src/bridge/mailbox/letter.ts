import type { UpstreamFailure } from '../../upstream/index.ts';

/** What goes to the holder of a call. Messages are whole JSON-RPC messages. */
export type ToHolder =
  /** A client has come back. What the call tells from now on goes to `replyTo`. */
  | { readonly kind: 'resume'; readonly replyTo: string; readonly message: Buffer }
  | { readonly kind: 'cancel'; readonly replyTo: string; readonly reason?: string };

/** What the holder tells whoever came back. */
export type FromHolder =
  | { readonly kind: 'notification' | 'answer'; readonly message: Buffer }
  | { readonly kind: 'failure'; readonly failure: Omit<UpstreamFailure, 'cause'> }
  /** The server is done with the call. */
  | { readonly kind: 'settled' }
  /** The call does not wait for anybody. */
  | { readonly kind: 'gone' };

/** A letter as bytes: a line of JSON, a line feed, and the message where there is one. */
export function writeLetter(letter: ToHolder | FromHolder): Buffer {
  const { message, ...head } = 'message' in letter ? letter : { ...letter, message: nothing };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), message]);
}

/** @returns a letter that {@link writeLetter} wrote: only gateways of one installation write to an address */
export function readLetter<Letter extends ToHolder | FromHolder>(bytes: Buffer): Letter {
  const end = bytes.indexOf(0x0a);
  const head = JSON.parse(bytes.toString('utf8', 0, end)) as object;
  return (end + 1 < bytes.length ? { ...head, message: bytes.subarray(end + 1) } : head) as Letter;
}

const nothing = Buffer.alloc(0);

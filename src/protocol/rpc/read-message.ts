import type { JsonCaps } from '../json/caps.ts';
import { scan } from '../json/scan.ts';
import type { Message, Unreadable } from './message.ts';
import { envelope, readEnvelope } from './read-envelope.ts';

/**
 * Reads what a client sent, strictly all through (threats B01–B16): what comes back means the same to every decoder,
 * so that what is judged is what a server will see. Batches, unknown members of the envelope, look-alikes of known
 * ones in `params`, and a request in the form of a notification are refused.
 *
 * Whether the method may be called in the revision spoken is for that revision's codec to say.
 *
 * @param bytes one whole message; it is kept and must not be changed any more
 */
export function readMessage(bytes: Buffer, caps: JsonCaps): Message | Unreadable {
  return readEnvelope(bytes, scan(bytes, caps, 'everywhere', envelope), true);
}

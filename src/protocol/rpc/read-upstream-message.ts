import type { JsonCaps } from '../json/caps.ts';
import { scan } from '../json/scan.ts';
import type { Message, Unreadable } from './message.ts';
import { envelope, readEnvelope } from './read-envelope.ts';

/**
 * Reads what an upstream sent: the envelope and the first level of `params`, `result`, `error` and their `_meta` as
 * strictly as a client's, the content below by grammar, depth and UTF-8 only, since it is passed on and not judged.
 * Equal keys in it, odd numbers and half surrogate pairs are between the server and the client.
 *
 * Members of the envelope that are not known are left behind without complaint: the envelope is made afresh anyway.
 *
 * @param bytes one whole message; it is kept and must not be changed any more
 */
export function readUpstreamMessage(bytes: Buffer, caps: JsonCaps): Message | Unreadable {
  return readEnvelope(bytes, scan(bytes, caps, 'watched', envelope), false);
}

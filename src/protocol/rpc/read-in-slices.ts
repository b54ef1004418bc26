import { Slices } from '../../kernel/index.ts';
import type { JsonCaps } from '../json/caps.ts';
import type { Offence } from '../json/offence.ts';
import { type Scan, scanInSlices } from '../json/scan.ts';
import type { Message, Unreadable } from './message.ts';
import { envelope, readEnvelope } from './read-envelope.ts';
import { readMessage } from './read-message.ts';
import { readUpstreamMessage } from './read-upstream-message.ts';

/** What is shorter is read at once: it takes 5 ms at most, as long as a slice lasts. */
const longBytes = 512 * 1024;

type Read = Message | Unreadable;

/** `readMessage`, by which nobody waits for a long text but who has sent it. */
export function readMessageInSlices(bytes: Buffer, caps: JsonCaps, slices?: Slices): Read | Promise<Read> {
  if (bytes.length <= longBytes) return readMessage(bytes, caps);
  const read = (scanned: Scan | Offence): Read => readEnvelope(bytes, scanned, true);
  return scanInSlices(bytes, caps, 'everywhere', envelope, slices ?? new Slices()).then(read);
}

/** `readUpstreamMessage` in the same way. */
export function readUpstreamMessageInSlices(bytes: Buffer, caps: JsonCaps, slices?: Slices): Read | Promise<Read> {
  if (bytes.length <= longBytes) return readUpstreamMessage(bytes, caps);
  const read = (scanned: Scan | Offence): Read => readEnvelope(bytes, scanned, false);
  return scanInSlices(bytes, caps, 'watched', envelope, slices ?? new Slices()).then(read);
}

/**
 * Secrets at rest. It holds the installation's secret keys, derives a sub-key for each purpose, and seals and opens
 * envelopes. It keeps nothing: where an envelope is stored is its owner's affair.
 *
 * Invariants: no key serves two purposes; an envelope opens only under the key, purpose and context it was sealed
 * with; no message, JSON form or log line of anything in here holds key material.
 */

export { addKey } from './add-key.ts';
export { ByteReader } from './byte-reader.ts';
export {
  type CredentialPlace,
  newDataKey,
  openCredential,
  type RecordIdentity,
  rewrapDataKey,
  sealCredential,
} from './credential.ts';
/** @public Session ids, request states and kept arguments are sealed with these. */
export { open, seal } from './envelope.ts';
export { KeyRing, type Purpose, SealError } from './key-ring.ts';
export { type KeySource, loadKeyRing } from './load-key-ring.ts';
export { openStream, sealStream } from './sealed-stream.ts';

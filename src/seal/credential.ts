import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { open, seal } from './envelope.ts';
import { type KeyRing, SealError } from './key-ring.ts';

/** Whose data key it is. */
export interface RecordIdentity {
  readonly organization: string;
  /** The id of the record whose fields the key seals: an id is never used twice. */
  readonly record: string;
}

/** Where a sealed value belongs: it opens in this one place only. */
export interface CredentialPlace extends RecordIdentity {
  readonly field: string;
  /** The web origin that the value is sent to. A record that is pointed elsewhere does not take its secrets along. */
  readonly origin: string;
}

const version = 'tgc1';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * A data key for one record, wrapped under the current secret key. Values are sealed under data keys, so that a
 * rotation of the secret key wraps short keys anew and leaves every value as it is.
 */
export function newDataKey(ring: KeyRing, owner: RecordIdentity): string {
  return seal(ring, 'credential', randomBytes(keyBytes), wrapContext(owner));
}

/**
 * The same data key wrapped under the current secret key.
 *
 * @returns `undefined` when it is already
 * @throws SealError when it is not that record's, or its secret key is not in the ring
 */
export function rewrapDataKey(ring: KeyRing, wrapped: string, owner: RecordIdentity): string | undefined {
  const key = open(ring, 'credential', wrapped, wrapContext(owner));
  if (wrapped.split('.', 2)[1] === ring.current) return undefined;
  return seal(ring, 'credential', key, wrapContext(owner));
}

/**
 * Seals a value (AES-256-GCM) under a record's data key:
 *
 *     tgc1.<base64url(nonce · ciphertext · tag)>
 *
 * A data key seals as often as somebody edits one record: far from the 2³² at which random nonces would matter.
 *
 * @throws SealError when the data key is not that record's
 */
export function sealCredential(ring: KeyRing, wrapped: string, place: CredentialPlace, secret: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', open(ring, 'credential', wrapped, wrapContext(place)), nonce);
  cipher.setAAD(associated(place));
  const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${version}.${sealed.toString('base64url')}`;
}

/**
 * @throws SealError in one sentence, whether the value was altered, or belongs to another organization, record, field
 *   or origin
 */
export function openCredential(ring: KeyRing, wrapped: string, place: CredentialPlace, sealed: string): string {
  const key = open(ring, 'credential', wrapped, wrapContext(place));
  const text = /^tgc1\.([A-Za-z0-9_-]+)$/.exec(sealed)?.[1];
  const bytes = Buffer.from(text ?? '', 'base64url');
  if (bytes.length < nonceBytes + tagBytes || bytes.toString('base64url') !== text) throw unopenable();
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes));
  decipher.setAAD(associated(place));
  decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
  try {
    const opened = [decipher.update(bytes.subarray(nonceBytes, bytes.length - tagBytes)), decipher.final()];
    return Buffer.concat(opened).toString('utf8');
  } catch {
    throw unopenable();
  }
}

function wrapContext({ organization, record }: RecordIdentity): string {
  return JSON.stringify(['data-key', organization, record]);
}

function associated({ organization, record, field, origin }: CredentialPlace): Buffer {
  return Buffer.from(JSON.stringify([version, organization, record, field, origin]));
}

function unopenable(): SealError {
  return new SealError(
    'this credential cannot be opened: it was altered, or belongs to another record, field or origin',
  );
}

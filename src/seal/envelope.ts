import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { type KeyRing, type Purpose, SealError } from './key-ring.ts';

const version = 'tgs1';
const saltBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals bytes (AES-256-GCM) so that only the holder of the secret key can read or make them.
 *
 *     tgs1.<key id>.<base64url(salt · nonce · ciphertext · tag)>
 *
 * Each envelope has a key of its own, HMAC-SHA-256(sub-key, salt): random nonces under one key would be safe for 2³²
 * envelopes only, and request states are sealed by the thousand a second.
 *
 * @param context what the envelope belongs to (an id, an owner): it opens with the same context only
 */
export function seal(ring: KeyRing, purpose: Purpose, plaintext: Uint8Array, context: string): string {
  const salt = randomBytes(saltBytes);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', envelopeKey(ring, purpose, ring.current, salt), nonce);
  cipher.setAAD(associated(ring.current, purpose, context));
  const sealed = Buffer.concat([salt, nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  return `${version}.${ring.current}.${sealed.toString('base64url')}`;
}

/**
 * Opens an envelope.
 *
 * @throws SealError in one and the same sentence whether it was altered, made for another purpose or context, or is
 *   none at all; in another one when its key is not in the ring
 */
export function open(ring: KeyRing, purpose: Purpose, envelope: string, context: string): Buffer {
  const parts = /^tgs1\.([0-9a-f]{8})\.([A-Za-z0-9_-]+)$/.exec(envelope);
  const id = parts?.[1];
  const text = parts?.[2];
  if (id === undefined || text === undefined) throw unopenable();
  const bytes = Buffer.from(text, 'base64url');
  // One spelling each: the decoder would pass over stray bits in the last character.
  if (bytes.length < saltBytes + nonceBytes + tagBytes || bytes.toString('base64url') !== text) throw unopenable();
  const salt = bytes.subarray(0, saltBytes);
  const nonce = bytes.subarray(saltBytes, saltBytes + nonceBytes);
  const ciphertext = bytes.subarray(saltBytes + nonceBytes, bytes.length - tagBytes);
  const decipher = createDecipheriv('aes-256-gcm', envelopeKey(ring, purpose, id, salt), nonce);
  decipher.setAAD(associated(id, purpose, context));
  decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    throw unopenable();
  }
}

function envelopeKey(ring: KeyRing, purpose: Purpose, id: string, salt: Uint8Array): Buffer {
  return createHmac('sha256', ring.subkey(purpose, id)).update(salt).digest();
}

function associated(id: string, purpose: Purpose, context: string): Buffer {
  return Buffer.from(JSON.stringify([version, id, purpose, context]));
}

function unopenable(): SealError {
  return new SealError('this envelope cannot be opened: it was altered, or sealed for something else');
}

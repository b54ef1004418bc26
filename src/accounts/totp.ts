import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const stepMs = 30_000;
const digits = 6;
/** A clock may be wrong by one step, either way (RFC 6238, section 5.2). */
const drift = 1;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** @returns a new secret for an authenticator: 160 random bits (RFC 4226, section 4, R6) */
export function newTotpSecret(): Buffer {
  return randomBytes(20);
}

/** The code of a time step (RFC 4226, section 5.3, with HMAC-SHA-1 as every authenticator has it). */
export function totpCode(secret: Uint8Array, step: number, length = digits): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const at = mac.readUInt8(mac.length - 1) & 0x0f;
  const number = mac.readUInt32BE(at) & 0x7fffffff;
  return String(number % 10 ** length).padStart(length, '0');
}

/** @returns the time step of a moment */
export function totpStep(now: number): number {
  return Math.floor(now / stepMs);
}

/**
 * Checks a code.
 *
 * @param lastStep the newest step whose code was taken before: that one and all older ones are refused
 * @returns the step that it is the code of, to be kept as the next `lastStep`; `undefined` when it is wrong
 */
export function checkTotp(secret: Uint8Array, code: string, now: number, lastStep: number): number | undefined {
  const given = Buffer.from(code);
  let found: number | undefined;
  for (let step = totpStep(now) - drift; step <= totpStep(now) + drift; step++) {
    const right = Buffer.from(totpCode(secret, step));
    if (given.length === right.length && timingSafeEqual(given, right) && step > lastStep) found ??= step;
  }
  return found;
}

/** What an authenticator reads from a picture (the Key Uri Format). */
export function totpUri(secret: Uint8Array, account: string): string {
  const label = `Toolgate:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=Toolgate&algorithm=SHA1&digits=${digits}&period=30`;
}

/** RFC 4648, section 6, without padding. */
export function base32(bytes: Uint8Array): string {
  let bits = 0;
  let value = 0;
  let text = '';
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      text += alphabet[(value >>> (bits - 5)) & 31] ?? '';
      bits -= 5;
    }
  }
  return bits === 0 ? text : text + (alphabet[(value << (5 - bits)) & 31] ?? '');
}

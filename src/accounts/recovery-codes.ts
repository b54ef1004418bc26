import { randomBytes } from 'node:crypto';
import { digestOf } from './digest.ts';
import { base32 } from './totp.ts';

const codes = 10;

/** Ten codes of 80 random bits, each for one sign-in without the authenticator, in groups that can be copied by hand. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: codes }, () =>
    base32(randomBytes(10))
      .toLowerCase()
      .replaceAll(/(.{4})(?!$)/g, '$1-'),
  );
}

/** What is kept of a code, however its owner types it. */
export function recoveryDigest(code: string): string {
  return digestOf(code.toLowerCase().replaceAll(/[^a-z2-7]/g, ''));
}

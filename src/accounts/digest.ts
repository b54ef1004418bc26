import { createHash } from 'node:crypto';

/**
 * What is kept of a secret that is random, of 80 bits or more: its SHA-256, in hexadecimal digits. Secrets are found by it and never
 * compared (threats B80). What a person chose is hashed with `Passwords` instead.
 */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

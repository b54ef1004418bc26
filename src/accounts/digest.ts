import { createHash } from 'node:crypto';

/**
 * What is kept of a secret of 256 random bits: its SHA-256, in hexadecimal digits. Secrets are found by it and never
 * compared (threats B80); nothing weaker than such a secret may be kept so.
 */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

import { randomBytes, randomFillSync } from 'node:crypto';

/** 16 random bytes a call would be a system call a call; they are drawn 256 at a time instead. */
const pool = Buffer.allocUnsafe(16 * 256);
let next = pool.length;

/** A fresh identifier of 128 random bits as 32 hexadecimal digits: request ids, record ids, grant ids. */
export function newId(): string {
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  const id = pool.toString('hex', next, next + 16);
  next += 16;
  return id;
}

/** A secret of 256 random bits as 43 characters of base64url, with a prefix that secret scanners can find. */
export function newSecret(prefix: string): string {
  return prefix + randomBytes(32).toString('base64url');
}

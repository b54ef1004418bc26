import { Buffer } from 'node:buffer';
import type { Brand } from './brand.ts';

/**
 * Bytes as text, one character a byte (latin1), for what is short: it costs a third of a buffer to put together, and goes out
 * in one write with the head before it. It is nobody's to read: what is UTF-8 in it looks like something else.
 */
export type ByteText = Brand<string, 'ByteText'>;

/** Bytes that follow one another: as text, in one buffer, or, where a copy of what is large would be made for that, in several. */
export type ByteParts = ByteText | Buffer | readonly Buffer[];

/** @returns how many bytes they are together */
export function lengthOf(parts: ByteParts): number {
  if (typeof parts === 'string' || Buffer.isBuffer(parts)) return parts.length;
  let length = 0;
  for (const part of parts) length += part.length;
  return length;
}

/** @returns all of it in one buffer, for whoever needs it so */
export function joined(parts: ByteParts): Buffer {
  if (typeof parts === 'string') return Buffer.from(parts, 'latin1');
  return Buffer.isBuffer(parts) ? parts : Buffer.concat(parts);
}

/** Up to here a loop over the characters costs less than a call into C++, if not of a text that was just joined from others. */
const short = 16;

/** @returns text as the bytes of its UTF-8 */
export function byteText(text: string): ByteText {
  return (isAscii(text) ? text : Buffer.from(text).toString('latin1')) as ByteText;
}

function isAscii(text: string): boolean {
  if (text.length > short) return Buffer.byteLength(text) === text.length;
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** Bytes that follow one another: in one buffer, or, where a copy of what is large would be made for that, in several. */
export type ByteParts = Buffer | readonly Buffer[];

/** @returns how many bytes they are together */
export function lengthOf(parts: ByteParts): number {
  if (Buffer.isBuffer(parts)) return parts.length;
  let length = 0;
  for (const part of parts) length += part.length;
  return length;
}

/** @returns all of it in one buffer, for whoever needs it so */
export function joined(parts: ByteParts): Buffer {
  return Buffer.isBuffer(parts) ? parts : Buffer.concat(parts);
}

/**
 * The same key in one piece. A string that was put together from parts keeps those parts alive beside the whole:
 * more than twice the memory, for as long as the counter lives.
 */
export function flatKey(key: string): string {
  const flat = Buffer.from(key, 'latin1').toString('latin1');
  // What latin1 cannot spell (each of its characters is one byte) stays as it came.
  return flat === key ? flat : key;
}

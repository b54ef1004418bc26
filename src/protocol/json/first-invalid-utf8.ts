/**
 * Where a text stops being UTF-8, for an error message: decoded with loss and encoded again, it differs there first
 * (or up to two bytes later, where the broken character begins like the replacement character).
 *
 * @param bytes not UTF-8
 */
export function firstInvalidUtf8(bytes: Buffer): number {
  const again = Buffer.from(bytes.toString('utf8'));
  let at = 0;
  while (at < bytes.length && bytes[at] === again[at]) at += 1;
  return at;
}

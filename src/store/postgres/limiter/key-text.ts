/** A key as text that PostgreSQL can hold, and no two keys as the same. */
export function keyText(key: string): string {
  return key.replaceAll('\\', '\\\\').replaceAll('\u0000', '\\0');
}

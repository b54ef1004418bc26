/**
 * The same text, by itself. One that was joined stays a tree of its parts, which whoever encodes it walks each time; one
 * that was cut out of another keeps the whole of that alive.
 *
 * @param text without lone surrogates, as JSON is
 */
export function inOnePiece(text: string): string {
  return Buffer.from(text).toString();
}

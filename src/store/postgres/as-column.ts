/**
 * Text as a column of PostgreSQL can hold it: no character 0, no half of a surrogate pair. For what is searched only; the
 * record itself is JSON, which spells both with escapes.
 */
export function asColumn(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}

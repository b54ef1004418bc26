/** ASCII that JSON writes as it is: nearly all names and ids. To ask costs a third of what the serializer does. */
const plain = /^[ !#-[\]-~]*$/;

/** A text as JSON, as `JSON.stringify` writes it. */
export function jsonString(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** ASCII that JSON writes as it is: nearly all names and ids. To ask costs a third of what the serializer does. */
const plain = /^[ !#-[\]-~]*$/;

/** A text as JSON, as `JSON.stringify` writes it. */
export function jsonString(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

const written = new Map<string, string>();
/** Whoever brings many names of his own fills no memory by that. */
const mostWritten = 512;
const longest = 64;

/** The same for names that come again and again, and are mostly the very strings of the last time: they are written once. */
export function jsonName(name: string): string {
  const known = written.get(name);
  if (known !== undefined) return known;
  const json = jsonString(name);
  if (written.size < mostWritten && name.length <= longest) written.set(name, json);
  return json;
}

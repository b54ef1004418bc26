/** Longer texts are `JSON.stringify`'s: it looks at several characters a step. */
const short = 64;

/** A string as JSON text: what `JSON.stringify` makes of it, which costs several times as much for a name. */
export function quoted(text: string): string {
  if (text.length > short) return JSON.stringify(text);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) return JSON.stringify(text);
  }
  return `"${text}"`;
}

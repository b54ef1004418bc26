const longest = 4096;

/**
 * What a server wrote, fit for one line of a log (threats B82): control characters, bidirectional marks and line
 * separators escaped, cut after 4 KiB.
 */
export function printable(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

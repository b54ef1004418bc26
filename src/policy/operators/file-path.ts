/** Longer than any system takes. */
export const maxPathLength = 65_536;

/**
 * Normalises an absolute file path, once: `.` segments and a slash at the end go. What different systems read
 * differently is no path here: a `..` segment, `//`, NUL and other control characters, a backslash, a percent escape,
 * a drive letter, a relative path, a name that ends with a dot, which some file systems drop (policy language, sections
 * 2 and 7; threats B25).
 *
 * @returns the path's segments; empty for `/`
 */
export function segmentsOf(path: string): readonly string[] | undefined {
  if (path.length > maxPathLength || !path.startsWith('/') || /[\p{Cc}\\]|%[0-9a-fA-F]{2}/u.test(path))
    return undefined;
  const segments: string[] = [];
  const parts = path.slice(1).split('/');
  for (const [index, part] of parts.entries()) {
    if (part === '' && index === parts.length - 1) break;
    if (part === '.') continue;
    if (part === '' || part.endsWith('.') || /^[A-Za-z]:$/.test(part)) return undefined;
    segments.push(part);
  }
  return segments;
}

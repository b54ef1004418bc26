/** Longer than any system takes. */
export const maxPathLength = 65_536;

/**
 * Normalises an absolute file path, once: `.` segments and a slash at the end go. What different systems read
 * differently is no path here: a `..` segment, `//`, NUL and other control characters, a backslash, a percent escape,
 * a drive letter, a relative path (policy language, sections 2 and 7).
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
    if (part === '' || part === '..' || /^[A-Za-z]:$/.test(part)) return undefined;
    segments.push(part);
  }
  return segments;
}

/**
 * The path as file systems read it that drop dots at the end of a name, and so open another file (threats B25); a name
 * of nothing but dots is none to them.
 */
export function withoutFinalDots(segments: readonly string[]): readonly string[] {
  return segments.map((segment) => segment.replace(/(?<!\.)\.+$/, '')).filter((segment) => segment !== '');
}

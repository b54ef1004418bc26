/** A path that was normalised once, as its segments. */
export type Segments = readonly string[];

/**
 * Section 2: "For `path_within`, a `..` segment, NUL, backslash, percent escape, drive letter or relative path is
 * unjudgeable". Section 7: "`//`, control characters, `%` and two hex digits, a segment of a letter and a colon are
 * unjudgeable; `..` is a segment, not two characters".
 *
 * @returns undefined for what cannot be judged
 */
export function readFilePath(text: string): Segments | undefined {
  if (!text.startsWith('/')) return undefined;
  if (text.includes('//') || text.includes('\\')) return undefined;
  if (/\p{Cc}/u.test(text) || /%[0-9A-Fa-f]{2}/.test(text)) return undefined;
  const segments = text.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.some((segment) => segment === '..' || /^[A-Za-z]:$/.test(segment))) return undefined;
  return segments;
}

/** Section 7: "The directory itself is within." Segment by segment: `/database` is not within `/data`. */
export function isWithin(path: Segments, directory: Segments): boolean {
  return directory.length <= path.length && directory.every((segment, i) => segment === path[i]);
}

/** threats B25, a trailing dot: `secret.` is `secret` to some file systems, and `...` is nothing. */
export function droppingDots(path: Segments): Segments {
  return path.flatMap((segment) => segment.match(/^.*[^.]/su) ?? []);
}

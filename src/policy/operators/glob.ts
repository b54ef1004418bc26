import { indexIn } from './index-in.ts';

/** A glob, cut at its stars: `*` stands for any run of characters, the empty one too; nothing else is special. */
export interface Glob {
  readonly source: string;
  /** Without a star: the text itself. */
  readonly exact: boolean;
  readonly prefix: string;
  readonly suffix: string;
  /** What must stand between prefix and suffix, in this order. */
  readonly middle: readonly string[];
}

export function globOf(source: string): Glob {
  const first = source.indexOf('*');
  if (first < 0) return { source, exact: true, prefix: source, suffix: '', middle: [] };
  const last = source.lastIndexOf('*');
  return {
    source,
    exact: false,
    prefix: source.slice(0, first),
    suffix: source.slice(last + 1),
    middle: source.slice(first + 1, last).split('*'),
  };
}

/** Whether a glob stands for a text; linear in the text, whatever the glob. */
export function globMatches(glob: Glob, text: string): boolean {
  if (glob.exact) return text === glob.source;
  const end = text.length - glob.suffix.length;
  if (end < glob.prefix.length || !text.startsWith(glob.prefix) || !text.endsWith(glob.suffix)) return false;
  let at = glob.prefix.length;
  for (const part of glob.middle) {
    const found = indexIn(text, part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

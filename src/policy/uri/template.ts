import type { ItemEntry } from '../compile/policy.ts';
import { anywhereFault } from './canonical-uri.ts';

/**
 * Whether some URI that a resource template can make may be allowed (policy language, section 7). The template's
 * expressions are taken for any run of characters, so that it is a glob like the patterns it meets.
 */
export function templateMayBeAllowed(
  entries: readonly ItemEntry[],
  fallback: 'allow' | 'deny',
  template: string,
): boolean {
  const made = template.replace(/\{[^{}]*\}/g, '*');
  if (anywhereFault(made.replaceAll('*', '')) !== undefined) return false;
  const refusing = entries.filter(({ rules }) => rules.action !== 'allow').map(({ pattern }) => pattern);
  const refused = (glob: string): boolean => refusing.some((pattern) => covers(pattern, glob));
  if (refused(made)) return false;
  if (fallback === 'allow') return true;
  // Of those that refuse, each is refused by itself.
  return entries.some(({ pattern }) => meets(pattern, made) && !refused(pattern));
}

/** Whether everything that `inner` stands for, `outer` stands for too (never wrongly yes). */
function covers(outer: string, inner: string): boolean {
  return table(outer, inner, false);
}

/** Whether some text is stood for by both globs. */
function meets(a: string, b: string): boolean {
  return table(a, b, true);
}

/**
 * Walks two globs side by side. A star of `a` takes any run of `b`, its stars too; a star of `b` takes a run of `a`
 * only where `both` is set.
 */
function table(a: string, b: string, both: boolean): boolean {
  let row = new Uint8Array(b.length + 1);
  for (let i = 0; i <= a.length; i++) {
    const next = new Uint8Array(b.length + 1);
    for (let j = 0; j <= b.length; j++) {
      const [x, y] = [a[i - 1], b[j - 1]];
      // In front of the first of either nothing has been reached.
      if (i === 0 && j === 0) next[j] = 1;
      else if (x === '*' && (row[j] === 1 || next[j - 1] === 1)) next[j] = 1;
      else if (both && y === '*' && (next[j - 1] === 1 || row[j] === 1)) next[j] = 1;
      else if (x === y && row[j - 1] === 1) next[j] = 1;
    }
    row = next;
  }
  return row[b.length] === 1;
}

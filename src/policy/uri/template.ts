import type { ItemIndex } from '../compile/policy.ts';
import { type Glob, globMatches, globOf } from '../operators/glob.ts';
import { anywhereFault } from './canonical-uri.ts';

/**
 * Whether some URI that a resource template can make may be allowed (policy language, section 7). The template's
 * expressions are taken for any run of characters, so that it is a glob like the patterns it meets.
 *
 * The server wrote the template: what this costs grows with its length, and not with its length times that of patterns.
 */
export function templateMayBeAllowed(resources: ItemIndex, fallback: 'allow' | 'deny', template: string): boolean {
  const made = template.replace(/\{[^{}]*\}/g, '*');
  if (anywhereFault(made.replaceAll('*', '')) !== undefined) return false;
  // A pattern that stands for a glob as it is written stands for all that the glob does: its own star takes the other's.
  const refused = (glob: string): boolean => resources.match(glob).some(({ rules }) => rules.action !== 'allow');
  if (refused(made)) return false;
  if (fallback === 'allow') return true;
  const glob = globOf(made);
  // Of those that refuse, each is refused by itself.
  return resources.entries.some(({ pattern }) => meets(globOf(pattern), glob) && !refused(pattern));
}

/**
 * Whether some text is stood for by both globs. Where both have a star there is one as soon as their ends fit: the longer
 * beginning, all that either wants in between, and the longer end.
 */
function meets(a: Glob, b: Glob): boolean {
  if (a.exact) return globMatches(b, a.source);
  if (b.exact) return globMatches(a, b.source);
  const begin = a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix);
  return begin && (a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix));
}

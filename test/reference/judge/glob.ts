/**
 * Section 1, Names: "a glob in which `*` stands for any run of characters; nothing else is special, case counts, and
 * nothing is folded or normalised". Section 7: "`*` in any glob also stands for nothing".
 */
export function globMatches(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const first = pattern.charAt(0);
  const rest = pattern.slice(1);
  if (first !== '*') return text.startsWith(first) && globMatches(rest, text.slice(1));
  for (let taken = 0; taken <= text.length; taken += 1) if (globMatches(rest, text.slice(taken))) return true;
  return false;
}

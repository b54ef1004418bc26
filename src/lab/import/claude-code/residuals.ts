/**
 * What is left of a glob once it has stood for `literal`: every text of which `literal` + text is matched is matched by
 * one of the answers, and no other is.
 */
export function residualsOf(glob: string, literal: string): readonly string[] {
  let at = withSkippedStars(glob, new Set([0]));
  for (const character of literal) {
    const next = new Set<number>();
    for (const position of at) {
      if (glob[position] === '*') next.add(position);
      else if (glob[position] === character) next.add(position + 1);
    }
    at = withSkippedStars(glob, next);
  }
  const left = [...new Set([...at].map((position) => glob.slice(position).replace(/\*+/g, '*')))];
  if (left.includes('*')) return ['*'];
  return left.filter((one) => !left.includes(`*${one}`));
}

/** A star may stand for nothing. */
function withSkippedStars(glob: string, positions: ReadonlySet<number>): ReadonlySet<number> {
  const all = new Set(positions);
  for (const position of all) if (glob[position] === '*') all.add(position + 1);
  return all;
}

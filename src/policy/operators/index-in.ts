/** Below this product of lengths the engine's own search is fast whatever it does. */
const small = 1_000_000;

/**
 * `text.indexOf(part, from)` that stays linear for texts made to be slow: the engine's search is quadratic on
 * `aaa…` and `aa…ab`, so long ones go through Knuth, Morris and Pratt's.
 */
export function indexIn(text: string, part: string, from = 0): number {
  if (part.length * (text.length - from) <= small) return text.indexOf(part, from);
  const back = failures(part);
  let matched = 0;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    while (matched > 0 && part.charCodeAt(matched) !== code) matched = back[matched - 1] ?? 0;
    if (part.charCodeAt(matched) === code) matched++;
    if (matched === part.length) return at - matched + 1;
  }
  return -1;
}

/** For each prefix of `part`, the length of its longest proper border. */
function failures(part: string): Int32Array {
  const back = new Int32Array(part.length);
  let matched = 0;
  for (let at = 1; at < part.length; at++) {
    while (matched > 0 && part.charCodeAt(matched) !== part.charCodeAt(at)) matched = back[matched - 1] ?? 0;
    if (part.charCodeAt(matched) === part.charCodeAt(at)) matched++;
    back[at] = matched;
  }
  return back;
}

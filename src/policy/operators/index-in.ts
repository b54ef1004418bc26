/** Up to this length of `part` the engine's own search (Boyer and Moore's) is linear whatever the text. */
const short = 200;

/**
 * `text.indexOf(part, from)` that stays linear for texts made to be slow: the engine's search can be quadratic
 * for long parts, so those go through Knuth, Morris and Pratt's.
 */
export function indexIn(text: string, part: string, from = 0): number {
  if (part.length <= short) return text.indexOf(part, from);
  const back = failures(part);
  let matched = 0;
  for (let at = from; at < text.length; at++) {
    matched = advance(part, back, matched, text.charCodeAt(at));
    if (matched === part.length) return at - matched + 1;
  }
  return -1;
}

/** Steps of a search in `text`. */
export function searchCost(text: string, partLength: number): number {
  return partLength <= short ? text.length >> 7 : text.length >> 4;
}

/** How much of `part` is matched when `code` follows its first `matched` units. */
function advance(part: string, back: Int32Array, matched: number, code: number): number {
  let length = matched;
  while (length > 0 && part.charCodeAt(length) !== code) length = back[length - 1] as number;
  return part.charCodeAt(length) === code ? length + 1 : length;
}

/** For each prefix of `part`, the length of its longest proper border. */
function failures(part: string): Int32Array {
  const back = new Int32Array(part.length);
  let matched = 0;
  for (let at = 1; at < part.length; at++) {
    matched = advance(part, back, matched, part.charCodeAt(at));
    back[at] = matched;
  }
  return back;
}

/**
 * What would be seen as something else than it is, or not at all: controls, format characters (bidirectional marks,
 * zero-width ones, tags, soft hyphens), whatever else is ignored when it is drawn (variation selectors, fillers), spaces
 * that are no space, line and paragraph separators, private and unassigned code points, halves of surrogate pairs.
 */
const unseen = /[\p{Cc}\p{Cf}\p{DI}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\u2800]|(?! )\p{Zs}/gu;

/**
 * JSON text as people must see it before they agree to it: every character that could hide, turn or imitate text is
 * spelled out as `\uXXXX`. It stays JSON text of the same meaning. Line feeds of an indented text may stay.
 *
 * @param json JSON text, in which controls inside strings are escaped already
 */
export function shownJson(json: string): string {
  return json.replace(unseen, (character) => {
    if (character === '\n') return character;
    let escaped = '';
    for (let i = 0; i < character.length; i += 1) {
      escaped += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
    }
    return escaped;
  });
}

/**
 * Arguments as an approver sees them: indented, members in canonical order, nothing left out.
 *
 * @param canonical RFC 8785 text, as it was kept
 */
export function shownArguments(canonical: string): string {
  return shownJson(JSON.stringify(JSON.parse(canonical), undefined, 2));
}

/** A name or a sentence from outside as people must see it: in one line, and with nothing in it that hides. */
export function shownText(text: string): string {
  return shownJson(text).replaceAll('\n', '\\u000a');
}

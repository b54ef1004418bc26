/**
 * What must never reach a terminal or a log as it is: control characters (line breaks, ANSI escapes), characters that
 * turn or hide text (bidirectional marks, zero-width ones, tags), and halves of surrogate pairs.
 */
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/**
 * Spells out every unsafe character as `\uXXXX`. JSON text stays JSON text of the same meaning.
 *
 * @param text a string, or JSON text (where control characters are escaped already)
 */
export function escapeUnsafe(text: string): string {
  return text.replace(unsafe, (character) => {
    let escaped = '';
    for (let i = 0; i < character.length; i += 1) {
      escaped += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
    }
    return escaped;
  });
}

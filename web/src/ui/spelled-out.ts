/** Controls but tabs and line feeds, formats but joiners, fillers, separators of lines, private code points, halves of pairs. */
const hidden = String.raw`(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u115f\u1160\u2800\u3164\uffa0]`;

/** Scripts in which a joiner behind a letter is how a word is written. */
const scripts = ['Arab', 'Beng', 'Deva', 'Gujr', 'Guru', 'Knda', 'Khmr', 'Mlym', 'Orya', 'Sinh', 'Taml', 'Telu'];
const written = [
  ...['Extended_Pictographic', 'Emoji_Modifier', ...scripts.map((script) => `Script=${script}`)].map(
    (property) => `\\p{${property}}`,
  ),
  String.raw`\ufe0f`,
].join('|');

/** A single one picks the shape of what stands before it; a row of them carries text. */
const selector = String.raw`[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]`;

/** What hides, turns or imitates nothing at all, where writing does not need it. */
export const unseen = new RegExp(`${hidden}|(?<!${written})[\\u200c\\u200d]|(?<=${selector})${selector}`, 'gu');

const plain = /^[\t\n -~]*$/;

/** One character by its number, as the catalogue’s pages have it. */
export const byNumber = (codePoint: number): string => `⟨U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** Text with all of it spelled out: what is seen is what is there. */
export function spelledOut(text: string): string {
  if (plain.test(text)) return text;
  return text.replace(unseen, (character) => byNumber(character.codePointAt(0) ?? 0));
}

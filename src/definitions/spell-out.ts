import { hiddenKinds } from './hidden-text.ts';

/**
 * A text in which everything can be seen: each character that nobody sees, or that turns what one sees, is spelled out
 * as `\u200b` or `\u{e0041}`. Of JSON text it makes text to look at, not to parse.
 */
export function spellOut(text: string): string {
  let seen = text;
  for (const [, pattern] of hiddenKinds) {
    seen = seen.replace(pattern, (found) => Array.from(found, escaped).join(''));
  }
  return seen.replace(/[\u2028\u2029]|\p{Surrogate}/gu, escaped);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

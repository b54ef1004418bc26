import { nameWords } from '../classify/name-words.ts';

/** Words of one text that are looked at, and letters of one word. */
const mostWords = 80;
const longestWord = 40;

/**
 * The words of a text as the index has them: lower case, without accents, letters and digits only; each character of
 * Chinese, Japanese and Korean is a word. Each is one token of the `ascii` tokenizer by construction.
 */
export function searchWords(text: string): string[] {
  const words: string[] = [];
  const plain = text
    .slice(0, 4_000)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu, ' $& ');
  for (const [word] of plain.matchAll(/[\p{L}\p{N}]+/gu)) {
    words.push(word.slice(0, longestWord));
    if (words.length === mostWords) break;
  }
  return words;
}

/** The words of a name in any casing, and the name as one word: `tcpConnect` is found by `tcp`, `connect`, `tcpconnect`. */
export function nameSearchWords(name: string): string[] {
  const words = searchWords(nameWords(name.slice(0, 200)).join(' '));
  const whole = searchWords(name);
  return [...new Set([...words, ...whole, whole.join('').slice(0, longestWord)])].filter((word) => word !== '');
}

import { nameWords } from '../classify/name-words.ts';

/** Words of one text that are looked at, and letters of one word. */
const mostWords = 80;
const longestWord = 40;

/**
 * The words of a text as the index has them: lower case, without accents, letters and digits only; each character of
 * Chinese, Japanese and Korean is a word. Each is one token of the `ascii` tokenizer by construction.
 */
export function searchWords(text: string): string[] {
  const start = text.slice(0, 4_000);
  if (ascii.test(start)) return wordsIn(start.toLowerCase(), /[a-z0-9]+/g);
  const plain = start
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu, ' $& ');
  return wordsIn(plain, /[\p{L}\p{N}]+/gu);
}

const ascii = /^[\t\n\r -~]*$/;

function wordsIn(text: string, shape: RegExp): string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(shape)) {
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

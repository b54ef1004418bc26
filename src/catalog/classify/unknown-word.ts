import { prepositions } from './deciding-noun.ts';
import { isKnownNoun, senseOf } from './domains.ts';
import { foreignAct } from './foreign-verbs.ts';
import { isTold } from './nameless.ts';
import { plainWords } from './plain-words.lexicon.ts';
import { isProduct } from './server-kinds.ts';
import { singular, verbOf } from './word-forms.ts';

/** Where in a name a word stands that no lexicon has, if it may be the verb: alone, first or last. */
export type UnknownPlace = 'alone' | 'first' | 'last';

const noKinds: ReadonlySet<string> = new Set();

/**
 * Whether a name without a verb that is known may well have one: a word that is neither a noun nor any other word of the
 * lexicons stands where verbs stand.
 *
 * @param prefixes words that only repeat the server's name
 */
export function unknownPlace(words: readonly string[], prefixes: ReadonlySet<string>): UnknownPlace | undefined {
  const own = words.filter((word) => !prefixes.has(word) && !isProduct(word));
  const [first = ''] = own;
  if (own.length < 2) return isUnknown(first) ? 'alone' : undefined;
  if (isUnknown(first)) return 'first';
  return isUnknown(own.at(-1) ?? '') ? 'last' : undefined;
}

/** Whether no lexicon has the word. */
export function isUnknown(word: string): boolean {
  if (!/^\p{L}+$/u.test(word) || (word.length < 3 && /^[\p{Script=Latin}\p{Script=Cyrillic}]/u.test(word)))
    return false;
  if (verbOf(word) !== undefined || isKnownNoun(word) || prepositions.has(word)) return false;
  if (plainWords.has(word) || plainWords.has(singular(word)) || isTold([word])) return false;
  return senseOf(word, '', noKinds) === undefined && foreignAct(word) === undefined;
}

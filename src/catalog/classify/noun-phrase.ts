import { prepositions } from './deciding-noun.ts';

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words that begin a noun phrase; behind a noun they begin the next one. */
export const articles: ReadonlySet<string> =
  set(`a an the this that these those its their your my our his her any each every all some no another one
  specified given new existing multiple several many`);
/** Words with which something else begins than a noun phrase. */
const ends =
  set(`, which who whose where when while if is are was were be been has have had can could will would should may
  might must not so because before after until unless that then and or but by than it they you we i also only just
  read-only readonly safe harmless optionally including such like based using given`);
/** How many words a noun phrase has at most. */
const most = 6;

/**
 * The noun phrase that stands behind a verb: `Book a flight This tool is read-only` is about a flight, whether there is a
 * full stop or not.
 */
export function nounPhrase(words: readonly string[]): readonly string[] {
  const phrase: string[] = [];
  for (const word of words) {
    if (articles.has(word)) {
      if (phrase.length > 0) break;
      continue;
    }
    if (word === 'and' || word === 'or' || ends.has(word) || prepositions.has(word)) {
      if (phrase.length > 0 || !prepositions.has(word) || word === 'and' || word === 'or') break;
      continue;
    }
    phrase.push(word);
    if (phrase.length === most) break;
  }
  return phrase;
}

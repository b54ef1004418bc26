import { carriers, prepositions } from './deciding-noun.ts';
import { singular } from './word-forms.ts';

/** The noun that a verb governs, in the singular, known or not: the last before a preposition that is more than a carrier. */
export function governedNoun(objects: readonly string[]): string {
  const end = objects.findIndex((word, index) => index > 0 && prepositions.has(word));
  const phrase = end < 0 ? objects : objects.slice(0, end);
  for (let at = phrase.length - 1; at >= 0; at--) {
    const noun = singular(phrase[at] ?? '');
    if (!carriers.has(noun)) return noun;
  }
  return singular(phrase.at(-1) ?? '');
}

import { type Domain, nounDomains } from './nouns.lexicon.ts';
import { singular } from './word-forms.ts';

const domainsOfWord = new Map<string, Domain[]>();
for (const domain of Object.keys(nounDomains) as Domain[]) {
  for (const word of nounDomains[domain].trim().split(/\s+/)) {
    domainsOfWord.set(word, [...(domainsOfWord.get(word) ?? []), domain]);
  }
}
const none: readonly Domain[] = [];

/** What a word speaks of; nothing when it is not in the lexicon. */
export function domainsOf(word: string): readonly Domain[] {
  return domainsOfWord.get(word) ?? domainsOfWord.get(singular(word)) ?? none;
}

/** Whether the lexicon has the word, in the singular or the plural. */
export function isKnownNoun(word: string): boolean {
  return domainsOf(word).length > 0;
}

import { isKnownNoun } from './domains.ts';
import { byStem, longestFirst, stemsOf } from './stems.ts';
import { spacedVerbs, unspacedVerbs } from './tongues.lexicon.ts';
import type { Act } from './verbs.lexicon.ts';
import { verbOf } from './word-forms.ts';

const spaced = stemsOf(spacedVerbs);
const unspaced = longestFirst(unspacedVerbs);
const ideographs = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u;

/** @returns what a word of a name does, where it is a verb of another language than English */
export function foreignAct(word: string): Act | undefined {
  if (ideographs.test(word)) return unspaced.find(([stem]) => word.includes(stem))?.[1];
  return word.length < 4 || isKnownNoun(word) || verbOf(word) !== undefined ? undefined : byStem(word, spaced);
}

import { isKnownNoun, senseOf } from './domains.ts';
import { byStem, longestFirst, stemsOf } from './stems.ts';
import { spacedVerbs, unspacedVerbs } from './tongues.lexicon.ts';
import type { Act } from './verbs.lexicon.ts';
import { verbOf } from './word-forms.ts';

const spaced = stemsOf(spacedVerbs);
const unspaced = longestFirst(unspacedVerbs);
const ideographs = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u;

/** Endings of nouns that are made of verbs: `verbindungen`, `creación`, `оплата счёта` begins with none. */
const nominal =
  /(ung|ungen|heit|keit|tion|tionen|ción|cion|ciones|ção|cao|ções|coes|m(i)?entos?|ments?|ние|ния|ция|ции)$/u;
const verbLast = /[\u3040-\u30ff\uac00-\ud7af]/u;

/**
 * Where in a name the verb of another language stands: the first word that may be one, rather one that is no noun made of
 * a verb; in Japanese and Korean the last.
 *
 * @returns its place, or -1
 */
export function foreignVerbAt(words: readonly string[]): number {
  const isVerb = (word: string): boolean => foreignAct(word) !== undefined;
  if (words.some((word) => verbLast.test(word))) return words.findLastIndex(isVerb);
  const plain = words.findIndex((word) => isVerb(word) && !nominal.test(word));
  return plain >= 0 ? plain : words.findIndex(isVerb);
}

/** @returns what a word of a name does, where it is a verb of another language than English */
export function foreignAct(word: string): Act | undefined {
  if (ideographs.test(word)) return unspaced.find(([stem]) => word.includes(stem))?.[1];
  return word.length < 4 || isKnownNoun(word) || verbOf(word) !== undefined ? undefined : byStem(word, spaced);
}

/** What a verb of another language is done to. */
export function foreignObjects(words: readonly string[], at: number): readonly string[] {
  const before = words.slice(0, at);
  // What is written without spaces names its object in the same word, or in the one before it.
  if (!/^[\p{Script=Latin}\p{Script=Cyrillic}]/u.test(words[at] ?? '')) return [...before, ...words.slice(at)];
  const after = words.slice(at + 1);
  // The noun that counts comes first: `crear_factura_cliente` makes an invoice.
  const head = after.findIndex((word) => senseOf(word, '', noKinds) !== undefined);
  return after.length === 0 ? before : head < 0 ? after : after.slice(0, head + 1);
}

const noKinds: ReadonlySet<string> = new Set();

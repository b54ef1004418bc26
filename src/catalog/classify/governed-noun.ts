import { singular } from './word-forms.ts';

const prepositions = new Set([
  'to',
  'from',
  'in',
  'by',
  'for',
  'on',
  'with',
  'at',
  'of',
  'into',
  'via',
  'as',
  'using',
  'and',
  'or',
]);
/** Nouns that only carry the one before them: `user_record`, `member_details`. */
const carriers = new Set([
  'record',
  'detail',
  'info',
  'information',
  'data',
  'batch',
  'bulk',
  'id',
  'entry',
  'object',
  'list',
  'setting',
  'property',
  'tool',
  'v1',
  'v2',
  'v3',
  'async',
  'sync',
  'multiple',
  'many',
  'all',
  'one',
  'single',
  'name',
  'email',
  'username',
  'enterprise',
]);

/** The noun that a verb governs, in the singular: the last before a preposition that is more than a carrier. */
export function governedNoun(objects: readonly string[]): string {
  const end = objects.findIndex((word, index) => index > 0 && prepositions.has(word));
  const phrase = end < 0 ? objects : objects.slice(0, end);
  for (let at = phrase.length - 1; at >= 0; at--) {
    const noun = singular(phrase[at] ?? '');
    if (!carriers.has(noun)) return noun;
  }
  return singular(phrase.at(-1) ?? '');
}

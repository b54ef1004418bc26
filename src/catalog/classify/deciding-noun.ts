import { isCompound, senseOf } from './domains.ts';
import type { NounDomain } from './nouns.lexicon.ts';
import type { Phrase } from './phrase.ts';
import type { Act } from './verbs.lexicon.ts';
import { verdicts } from './verdicts.table.ts';
import { singular } from './word-forms.ts';

/** The noun by which a phrase is judged. */
export interface DecidingNoun {
  readonly word: string;
  readonly sense: NounDomain | undefined;
}

/** Words that begin what is said beside the object: `add_member_to_group`. */
export const prepositions: ReadonlySet<string> = new Set(
  'to from in by for on with at of into via as using and or onto between per through over under against without excluding except'.split(
    ' ',
  ),
);
/** Nouns that only carry the one before them: `user_record`, `member_details`. */
export const carriers: ReadonlySet<string> = new Set(
  `record detail info information data batch bulk id ids entry object list setting property tool v1 v2 v3 async sync multiple
  many all one single name email username enterprise status state value number type item request response new detail
  content text body now here it them this that the a an my your up out off down again back everything raw`
    .trim()
    .split(/\s+/),
);

/** Nouns that the table of verdicts names for a class of verbs: they decide there, in the lexicon or not. */
const namedNouns: ReadonlyMap<Act, ReadonlySet<string>> = new Map(
  (Object.keys(verdicts) as Act[]).map((act) => {
    const conditions = verdicts[act].unless.flatMap(([, when]) => when.split(/[ +]/));
    return [act, new Set(conditions.flatMap((text) => /^\*?'(.+)$/.exec(text)?.[1] ?? []))];
  }),
);
const noNouns: ReadonlySet<string> = new Set();

/**
 * The head of what the verb is done to: the last noun before a preposition that is known and more than a carrier; then
 * the nouns behind the preposition, then those around. A head that is known decides alone: what stands beside it only says
 * whose it is (`create_payment_note` is a note).
 */
export function decidingNoun({ act, objects, around, foreign, kinds }: Phrase): DecidingNoun | undefined {
  const named = namedNouns.get(act) ?? noNouns;
  const at = objects.findIndex((word, index) => index > 0 && prepositions.has(word));
  const near = at < 0 ? objects : objects.slice(0, at);
  const found = lastKnown(near, kinds, named) ?? (foreign.length > 0 ? { word: '', sense: foreign[0] } : undefined);
  return (
    found ?? (at < 0 ? undefined : lastKnown(objects.slice(at + 1), kinds, named)) ?? lastKnown(around, kinds, named)
  );
}

function lastKnown(
  words: readonly string[],
  kinds: ReadonlySet<string>,
  named: ReadonlySet<string>,
): DecidingNoun | undefined {
  let carried: DecidingNoun | undefined;
  for (let at = words.length - 1; at >= 0; at--) {
    const word = words[at] ?? '';
    const sense = senseOf(word, words[at - 1] ?? '', kinds);
    const noun = { word: singular(word), sense };
    if (sense === undefined && !named.has(noun.word)) continue;
    // `key factors`: at the start and before a word that is no noun of ours it says that they matter.
    if (word === 'key' && at === 0 && words.length > 1 && isOther(words[1] ?? '', kinds)) continue;
    if (!carriers.has(noun.word) || isCompound(words[at - 1] ?? '', word)) return noun;
    carried ??= noun;
  }
  return carried;
}

function isOther(word: string, kinds: ReadonlySet<string>): boolean {
  return senseOf(word, 'key', kinds) === undefined && !carriers.has(singular(word)) && !prepositions.has(word);
}

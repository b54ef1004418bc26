import { type Category, worse } from './category.ts';
import { decidingNoun } from './deciding-noun.ts';
import { domainsOf, isKnownNoun } from './domains.ts';
import { isTold } from './nameless.ts';
import type { Deed } from './read-name.ts';
import type { SchemaFacts } from './read-schema.ts';
import { isUnknown, type UnknownPlace } from './unknown-word.ts';
import { singular } from './word-forms.ts';

/** Words of parameters that narrow down what is asked for. */
const asking = new Set(
  `id ids limit page per size offset cursor sort order by query q keyword keywords search term name names code symbol
  ticker country city region lang language locale format start end date year month day from to type category filter
  fields include latitude longitude lat lon lng address zip max min count num results timeout currency interval period
  user owner repo project key slug uuid number index latest timeframe state league team season`
    .trim()
    .split(/\s+/),
);

/** What was read of a definition, as far as it is firm. */
export interface FirmFacts {
  readonly words: readonly string[];
  readonly deeds: readonly Deed[];
  readonly verdicts: readonly Category[];
  readonly schema: SchemaFacts;
  readonly kinds: ReadonlySet<string>;
  /** Whether the name only says that something is done. */
  readonly vague: boolean;
  /** Where a word stands that may be the verb and that no lexicon has. */
  readonly unknown: UnknownPlace | undefined;
}

/**
 * The features of name, schema and server. Where the name says what is done, the verdict of the table is the feature and
 * labels can only weigh classes of verbs against it: single words would learn the labels by heart and carry over to
 * nothing else. Only where the name says nothing do words and parameters speak for themselves.
 */
export function firmFeatures(facts: FirmFacts): string[] {
  const { deeds, verdicts, schema, vague, words } = facts;
  const verdict = verdicts.reduce<Category | undefined>((worst, one) => (worst ? worse(worst, one) : one), undefined);
  if (verdict === undefined) return silentFeatures(facts);
  const found = new Set<string>([vague ? `vague:${verdict}` : `rule:${verdict}`]);
  const head = deeds[0];
  if (head?.loose) found.add(`loose:${verdict}`);
  if (head !== undefined && head.at > 0 && head.at < words.length - 1) found.add(`inside:${verdict}`);
  if (head !== undefined && head.at > 0 && head.at === words.length - 1) found.add(`last:${verdict}`);
  const deedsVerdict = verdicts.slice(0, deeds.length).reduce<Category>(worse, 'read');
  for (const [at, deed] of deeds.entries()) {
    // Of several deeds the worst counts: `search_and_replace` is no search.
    if (deeds.length === 1 || verdicts[at] === deedsVerdict) found.add(`act:${deed.act}=${verdicts[at] ?? ''}`);
  }
  for (const action of schema.actions) found.add(`enum:${action.category}`);
  if (schema.actions.length > 0) found.add('enum');
  if (vague) for (const domain of schema.domains) found.add(`vague(${domain})`);
  return [...found];
}

function silentFeatures({ words, schema, kinds, unknown }: FirmFacts): string[] {
  const found = new Set<string>(['silent']);
  // Where no word is known there is nothing that the unknown one could stand beside: the description decides.
  if (unknown !== undefined && words.some(isKnownNoun)) {
    found.add('strange');
    found.add(`strange:${unknown}`);
    const noun = decidingNoun({
      act: 'look',
      verb: '',
      objects: words,
      around: [],
      foreign: [],
      kinds,
      parameters: schema.words,
    });
    found.add(`strange+${noun?.sense ?? 'none'}`);
  }
  const last = singular(words.at(-1) ?? '');
  if (isTold(words)) found.add(unknown === 'first' ? 'strange:tells' : 'silent:told');
  if (!isTold(words) && !words.some(isKnownNoun)) found.add('silent:unknown');
  if (last !== words.at(-1)) found.add('silent:plural');
  if (schema.count > 0 && [...schema.words].every((word) => asking.has(word))) found.add('silent:asks');
  // Pages are of lists.
  if (['page', 'offset', 'cursor', 'limit', 'ordering'].filter((word) => schema.words.has(word)).length > 1)
    found.add('silent:paged');
  for (const word of words) {
    if (!isUnknown(word)) found.add(`w:${singular(word)}`);
    for (const domain of domainsOf(word)) found.add(`silent+${domain}`);
  }
  if (!isUnknown(last)) found.add(`last:${last}`);
  for (const kind of kinds) found.add(`silent@${kind}`);
  for (const word of schema.words) found.add(`p:${word}`);
  for (const domain of schema.domains) found.add(`silent(${domain})`);
  if (['output', 'save', 'destination', 'download'].some((word) => schema.words.has(word))) found.add('silent(output)');
  found.add(schema.count === 0 ? 'params:0' : schema.count < 4 ? 'params:1-3' : 'params:4+');
  return [...found];
}

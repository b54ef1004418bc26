import { type Category, worse } from './category.ts';
import { decidingNoun } from './deciding-noun.ts';
import { isKnownNoun, isOpen } from './domains.ts';
import { firmFeatures } from './firm-features.ts';
import { judgePhrase } from './judge-phrase.ts';
import { nameWords } from './name-words.ts';
import { isTold, namelessVerdicts } from './nameless.ts';
import { nounPhrase } from './noun-phrase.ts';
import type { Phrase } from './phrase.ts';
import { type Named, raisingFeatures } from './raising-features.ts';
import { type Claim, readDescription } from './read-description.ts';
import { type Deed, readName } from './read-name.ts';
import { readSchema, type SchemaFacts } from './read-schema.ts';
import { isProduct, kindsOf, serverWords } from './server-kinds.ts';
import { type UnknownPlace, unknownPlace } from './unknown-word.ts';
import { type Act, vagueVerbs } from './verbs.lexicon.ts';
import { visibleText } from './visible-text.ts';
import { singular } from './word-forms.ts';

/** What is classed: the fields of a tool's definition that count, and the server that it belongs to. */
export interface Definition {
  readonly name: string;
  readonly server?: string | undefined;
  readonly description?: string | undefined;
  readonly inputSchema?: unknown;
  readonly annotations?: unknown;
}

/** A definition, read. `firm` comes from the name, the schema and the server; `raising` from the description. */
export interface ToolFeatures {
  readonly words: readonly string[];
  readonly deeds: readonly Deed[];
  /** What each deed of the name is by the taxonomy. */
  readonly verdicts: readonly Category[];
  readonly schema: SchemaFacts;
  readonly kinds: ReadonlySet<string>;
  readonly claims: readonly (Claim & { readonly category: Category })[];
  /** Whether the description says anything but that the tool is harmless. */
  readonly told: boolean;
  /** Whether the name has a word that the lexicons know. */
  readonly known: boolean;
  /** Whether neither name nor schema says what the tool does. */
  readonly silent: boolean;
  /** Where in a name that says nothing a word stands that no lexicon has, and that may say it. */
  readonly unknown: UnknownPlace | undefined;
  /** What name and schema say that it does at least; nothing less is ever concluded. */
  readonly floor: Category;
  readonly firm: readonly string[];
  /** May only raise: their weights are steps up the order of categories, none is negative. */
  readonly raising: readonly string[];
}

/** Reads a definition and says which features of the model it has. */
export function readDefinition(definition: Definition): ToolFeatures {
  const words = nameWords(visibleText(definition.name));
  const kinds = kindsOf(visibleText(definition.server ?? ''), words);
  const prefixes = serverWords(visibleText(definition.server ?? ''));
  const deeds = readName(words, prefixes, kinds);
  const schema = readSchema(definition.inputSchema, looksOnly(deeds));
  const phrases = deeds.map((deed) => phraseOf(deed, words, prefixes, kinds, schema));
  const nouns = phrases.map((phrase) => ({ phrase, noun: decidingNoun(phrase) }));
  const untold = nouns.some(({ noun }) => noun === undefined);
  // What speaks of many things is a list and hands out none of them.
  const open = nouns.flatMap(({ phrase: { verb, objects }, noun }) =>
    noun !== undefined && verb !== 'list' && objects.includes(noun.word) && isOpen(noun.word, kinds) ? [noun.word] : [],
  );
  const verdicts = [...phrases.map(judgePhrase), ...schema.actions.map(({ category }) => category)];
  if (verdicts.length === 0) verdicts.push(...namelessVerdicts(words, kinds, schema));
  const account = readDescription(
    visibleText(definition.description ?? ''),
    words,
    new Set([...schema.parameters.keys()].map((name) => name.toLowerCase())),
  );
  const claims = account.claims.map((claim) => ({ ...claim, category: judgeClaim(claim, kinds) }));
  const silent = verdicts.length === 0;
  // `perform_trend_analysis` is not vague: its noun says that it only looks.
  const vague =
    deeds.length > 0 &&
    schema.actions.length === 0 &&
    deeds.every(({ verb }) => vagueVerbs.has(verb)) &&
    verdicts.some((verdict) => verdict !== 'read');
  const told = account.content;
  const unknown = silent ? unknownPlace(words, prefixes) : undefined;
  const worst = verdicts.reduce<Category>(worse, 'read');
  const loose = schema.actions.length === 0 && deeds.every((deed) => deed.loose && !asks(deed));
  const named: Named = silent ? 'silent' : vague ? 'vague' : loose ? `loose-${worst}` : worst;
  return {
    words,
    deeds,
    verdicts,
    schema,
    kinds,
    claims,
    told,
    known: words.some(isKnownNoun) || isTold(words),
    silent,
    unknown,
    floor: claims
      .filter((claim) =>
        counts(claim, named, deeds, isTold(words) || singular(words.at(-1) ?? '') !== words.at(-1), { untold, open }),
      )
      .reduce(
        (floor, { category }) => worse(floor, category),
        vague
          ? deeds.some(({ verb }) => managing.has(verb))
            ? 'write'
            : 'read'
          : account.final && worst === 'write' && deeds.some(({ act }) => losing.has(act))
            ? 'destructive'
            : worst,
      ),
    firm: firmFeatures({ words, deeds, verdicts, schema, kinds, vague, unknown }),
    raising: raisingFeatures(claims, named, account),
  };
}

/** Whether a name says that the tool looks something up and nothing else: its lists of values are filters. */
function looksOnly(deeds: readonly Deed[]): boolean {
  return deeds.length > 0 && deeds.every(({ act, loose }) => (act === 'look' || act === 'check') && !loose);
}

/** Vague verbs that say at least that something changes. */
const managing: ReadonlySet<string> = new Set(['manage', 'administer']);

const noParameters: ReadonlySet<string> = new Set();

function phraseOf(
  { act, verb, objects, at }: Deed,
  name: readonly string[],
  prefixes: ReadonlySet<string>,
  kinds: ReadonlySet<string>,
  schema: SchemaFacts,
): Phrase {
  // `drive_permission_add_domain`: what stands before the verb is spoken of, too, unless that only names the product.
  const around =
    at === name.length - 1 ? [] : name.slice(0, at).filter((word) => !prefixes.has(word) && !isProduct(word));
  return { act, verb, objects, around, foreign: [], kinds, parameters: schema.words };
}

/** Verbs that hand something out, and verbs that make or change something: what they are done to may be told elsewhere. */
const seeing = new Set<Act>(['look', 'check', 'disclose', 'download']);
/** Changes that lose what was there where a description says that they cannot be undone. */
const losing = new Set<Act>(['merge', 'restore', 'overwrite', 'suspend']);
const making = new Set<Act>(['arrange', 'create', 'update', 'save', 'overwrite', 'upload', 'merge', 'rotate']);

/**
 * Whether a clause counts whatever labels say: it opens with its verb, and the name says nothing, or by a word that may
 * be a noun, or the name does not say what its deed is done to and a deed of the same kind tells. So it is where the name's
 * noun may mean several things and the clause speaks of it: `get_bitlocker_key`, “Show the recovery key”.
 */
function counts(
  claim: Claim & { readonly category: Category },
  named: Named,
  deeds: readonly Deed[],
  told: boolean,
  { untold, open }: { readonly untold: boolean; readonly open: readonly string[] },
): boolean {
  if (!claim.leads) return false;
  if (named === 'silent' && told && claim.category === 'write') return claim.ownWords;
  if (named.startsWith('loose')) return claim.ownWords;
  if (named === 'silent' || named === 'vague') return true;
  if (!untold && !nounPhrase(claim.words).some((word) => open.includes(singular(word)))) return false;
  const acts = [seeing, making].find((family) => family.has(claim.act));
  return deeds.some(({ act }) => act === claim.act || acts?.has(act) === true);
}

/** Whether a verb that may be a noun is plainly one that looks or asks: it comes first, and what it looks for follows. */
function asks({ act, at, objects }: Deed): boolean {
  return act === 'ask' || ((act === 'look' || act === 'check' || act === 'compute') && at === 0 && objects.length > 0);
}

/** What verbs do that need no object to be grave. */
const complete = new Set<Act>(['delete', 'erase', 'pay', 'trade', 'assume', 'grant', 'reset']);

/** What a clause says: its verb by the noun phrase behind it, and by nothing that stands further on. */
function judgeClaim({ act, verb, words, foreign }: Claim, kinds: ReadonlySet<string>): Category {
  const objects = nounPhrase(words);
  // Of what is cancelled or run without a word on what, nothing is known.
  const phrase: Phrase = { act, verb, objects, around: [], foreign, kinds, parameters: noParameters };
  if (/^[a-z]+$/.test(verb) && !complete.has(act) && decidingNoun(phrase) === undefined) return 'read';
  return judgePhrase(phrase);
}

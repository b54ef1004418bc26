import { type Category, worse } from './category.ts';
import { domainsOf, isKnownNoun } from './domains.ts';
import { governedNoun } from './governed-noun.ts';
import { judgePhrase } from './judge-phrase.ts';
import { nameWords } from './name-words.ts';
import type { Domain } from './nouns.lexicon.ts';
import type { Phrase } from './phrase.ts';
import { type Claim, readDescription } from './read-description.ts';
import { type Deed, readName } from './read-name.ts';
import { readSchema, type SchemaFacts } from './read-schema.ts';
import { kindsOf, serverWords } from './server-kinds.ts';
import { soften } from './soften.ts';
import { vagueVerbs } from './verbs.lexicon.ts';
import { visibleText } from './visible-text.ts';
import { actOf, isPlainVerb, singular } from './word-forms.ts';

/** What is classed: the fields of a tool's definition that count, and the server that it belongs to. */
export interface Definition {
  readonly name: string;
  readonly server?: string | undefined;
  readonly description?: string | undefined;
  readonly inputSchema?: unknown;
  readonly annotations?: unknown;
}

/** A definition, read. `firm` comes from the name, the schema and the server; `raising` from the description. */
export interface Reading {
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
  readonly firm: readonly string[];
  /** May only raise: their weights are steps up the order of categories, none is negative. */
  readonly raising: readonly string[];
}

/** Reads a definition and says which features of the model it has. */
export function readDefinition(definition: Definition): Reading {
  const words = nameWords(visibleText(definition.name));
  const kinds = kindsOf(visibleText(definition.server ?? ''), words);
  const prefixes = serverWords(visibleText(definition.server ?? ''));
  const deeds = readName(words, prefixes, kinds);
  const schema = readSchema(definition.inputSchema, looksOnly(deeds));
  const verdicts = [
    ...deeds.map((deed) => soften(deed, judgePhrase(phraseOf(deed, words, prefixes, kinds, schema)))),
    ...schema.actions.map(({ category }) => category),
  ];
  if (verdicts.length === 0 && (handsOverCode(words, schema) || drivesScreen(words, kinds) || opensSocket(words)))
    verdicts.push('execute');
  if (verdicts.length === 0) verdicts.push(...endVerdict(words, schema));
  const account = readDescription(visibleText(definition.description ?? ''), words);
  const claims = account.claims.flatMap((claim) =>
    judgeClaim(claim, kinds).map((category) => ({ ...claim, category })),
  );
  const silent = verdicts.length === 0;
  const vague = deeds.length > 0 && schema.actions.length === 0 && deeds.every(({ verb }) => vagueVerbs.has(verb));
  const firm = firmFeatures(words, deeds, verdicts, schema, kinds, silent, vague, definition.inputSchema !== undefined);
  const told = account.content;
  const named = silent ? 'silent' : vague ? 'vague' : verdicts.reduce(worse, 'read' as Category);
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
    firm,
    raising: raisingFeatures(claims, named, account.deletes),
  };
}

/** Whether a name says that the tool looks something up and nothing else: its lists of values are filters. */
function looksOnly(deeds: readonly Deed[]): boolean {
  return deeds.length > 0 && deeds.every(({ act, loose }) => act === 'look' && !loose);
}

/** How many words behind a verb are still its own. */
const claimWords = 8;
const noParameters: ReadonlySet<string> = new Set();

/** Words of parameters that narrow down what is asked for. */
const asking = new Set(
  `id ids limit page per size offset cursor sort order by query q keyword keywords search term name names code symbol
  ticker country city region lang language locale format start end date year month day from to type category filter
  fields include latitude longitude lat lon lng address zip max min count num results timeout currency interval period
  user owner repo project key slug uuid number index latest timeframe state league team season`
    .trim()
    .split(/\s+/),
);

const machines = ['repl', 'interpreter', 'shell', 'terminal', 'bash', 'powershell', 'python', 'javascript', 'sandbox'];

/** Whether a parameter takes a program, a query or a command. */
function handsOverCode(name: readonly string[], { words }: SchemaFacts): boolean {
  if (words.has('method') && (words.has('url') || words.has('params'))) return true;
  if (words.has('code') && machines.some((machine) => name.includes(machine))) return true;
  return ['sql', 'command', 'cmd', 'script', 'shell'].some((word) => words.has(word));
}

/** Whether a name without a verb speaks of what moves a screen. */
function drivesScreen(name: readonly string[], kinds: ReadonlySet<string>): boolean {
  // What is told a task and does it on a screen: `computer_use_agent`, `browser_action`.
  if (
    ['computer', 'browser'].some((word) => name.includes(word)) &&
    ['use', 'agent', 'action'].some((word) => name.includes(word))
  )
    return true;
  return kinds.has('ui') && ['mouse', 'keyboard', 'wheel', 'keys', 'gesture'].some((word) => name.includes(word));
}

/** Whether a name without a verb speaks of a raw connection: `raw_tcp_exchange`, `udp_send_receive`. */
function opensSocket(name: readonly string[]): boolean {
  return ['tcp', 'udp', 'socket', 'websocket', 'telnet'].some((word) => name.includes(word)) && !isTold(name);
}

/** What is said to people and what is paid, where a name ends in it and does without a verb. */
const sayings = new Set('message post note reply comment sms fax postcard letter'.split(' '));
const payments = new Set('charge refund payout debit donation bid tip payment transfer out'.split(' '));

/** What a name without a verb does that ends in what it sends or pays and takes the words or the sum: `mr_note` of a `body`. */
function endVerdict(name: readonly string[], { words, parameters }: SchemaFacts): readonly Category[] {
  const end = name.at(-1) ?? '';
  if (name.includes('break') && name.includes('glass')) return ['access'];
  if (sayings.has(end) && ['text', 'body', 'content', 'message'].some((one) => parameters.has(one)))
    return ['communicate'];
  return payments.has(end) && words.has('amount') ? ['financial'] : [];
}

/** What is told of something, at the end of a name without a verb: `service_info`, `trial_outcomes`, `weather`. */
const told = new Set(
  `info information detail data status state history log summary overview result stat statistic metric metadata list
  forecast weather news price rate trend ranking leaderboard hotspot headline score quote chart report analysis analytic
  type category version schema protocol insight count total balance holding position value definition description documentation doc guide
  example help reference reputation risk outcome location name feed timeline calendar schedule profile review rating
  recommendation suggestion alternative similarity distance time date today now usage health transcript caption lyric
  comment answer fact joke quote horoscope dictionary meaning synonym lookup`
    .trim()
    .split(/\s+/),
);

const carriesNothing = new Set(['tool', 'tools', 'api', 'mcp', 'v1', 'v2', 'v3']);

function isTold(name: readonly string[]): boolean {
  return told.has(singular(name.findLast((word) => !carriesNothing.has(word)) ?? ''));
}

function phraseOf(
  deed: Deed,
  name: readonly string[],
  prefixes: ReadonlySet<string>,
  kinds: ReadonlySet<string>,
  schema: SchemaFacts,
): Phrase {
  // `drive_permission_add_domain`: a change is one of what stands before the verb, too, unless that only names the product.
  const before =
    deed.act === 'create' ||
    deed.act === 'update' ||
    deed.act === 'send' ||
    deed.verb === 'cancel' ||
    deed.verb === 'submit'
      ? name.slice(0, deed.at).filter((word) => !prefixes.has(word))
      : [];
  const words = new Set([...before, ...deed.objects].flatMap((word) => [word, singular(word)]));
  const about = new Set(deed.objects.flatMap((word) => domainsOf(word)));
  const { act, verb, objects } = deed;
  return { act, verb, about, words, noun: governedNoun(objects), kinds, parameters: schema.words };
}

/**
 * All that a clause says wherever one breaks it off, the whole of it first: words put behind `book a flight` without a
 * full stop must not take the flight away as what is booked.
 */
function judgeClaim(claim: Claim, kinds: ReadonlySet<string>): readonly Category[] {
  const found = new Set<Category>();
  const most = Math.min(claim.words.length, claimWords);
  for (let end = most; end >= Math.min(most, 1); end--)
    found.add(judgePhrase(claimPhrase(claim, claim.words.slice(0, end), kinds)));
  return [...found];
}

function claimPhrase(claim: Claim, near: readonly string[], kinds: ReadonlySet<string>): Phrase {
  const words = new Set(near.flatMap((word) => [word, singular(word)]));
  const about = new Set<Domain>([...claim.foreign, ...near.flatMap((word) => domainsOf(word))]);
  const { act, verb } = claim;
  return { act, verb, about, words, noun: governedNoun(near), kinds, parameters: noParameters };
}

function firmFeatures(
  words: readonly string[],
  deeds: readonly Deed[],
  verdicts: readonly Category[],
  schema: SchemaFacts,
  kinds: ReadonlySet<string>,
  silent: boolean,
  vague: boolean,
  hasSchema: boolean,
): string[] {
  const found = new Set<string>(['bias']);
  if (silent) {
    found.add('silent');
    if (isTold(words)) found.add('silent:told');
    if (!isTold(words) && !words.some(isKnownNoun)) found.add('silent:unknown');
    const end = words.at(-1) ?? '';
    if (singular(end) !== end) found.add('silent:plural');
    if (schema.count > 0 && [...schema.words].every((word) => asking.has(word))) found.add('silent:asks');
    // Pages are of lists.
    if (['page', 'offset', 'cursor', 'limit', 'ordering'].filter((word) => schema.words.has(word)).length > 1)
      found.add('silent:paged');
  }
  const head = deeds[0];
  const deedsVerdict = verdicts.slice(0, deeds.length).reduce<Category>(worse, 'read');
  const verdict = verdicts.reduce<Category | undefined>((worst, one) => (worst ? worse(worst, one) : one), undefined);
  if (verdict !== undefined) found.add(vague ? `vague:${verdict}` : `rule:${verdict}`);
  if (head?.loose) found.add(`loose:${verdict}`);
  for (const [at, deed] of deeds.entries()) {
    // Of several deeds the worst counts: `search_and_replace` is no search.
    if (deeds.length > 1 && verdicts[at] !== deedsVerdict) continue;
    // An exception to what a verb mostly does learns for itself.
    found.add(`act:${deed.act}=${verdicts[at] ?? ''}`);
    found.add(`verb:${deed.verb}=${verdicts[at] ?? ''}`);
    const domains = new Set(deed.objects.flatMap((word) => domainsOf(word)));
    for (const domain of domains) found.add(`${deed.act}+${domain}`);
    if (deed.objects.length === 0) found.add(`${deed.act}+nothing`);
    for (const kind of kinds) found.add(`${deed.act}@${kind}`);
    for (const domain of schema.domains) found.add(`${deed.act}(${domain})`);
  }
  if (head !== undefined) {
    found.add(head.at === 0 ? 'head:first' : head.at === words.length - 1 ? 'head:last' : 'head:inside');
    for (const word of words.slice(head.at + 1)) {
      const act = isPlainVerb(word) ? actOf(word) : undefined;
      if (act !== undefined) found.add(`${head.act}>${act}`);
    }
  }
  for (const word of words) found.add(`w:${singular(word)}`);
  const last = words.at(-1);
  if (last !== undefined) found.add(`last:${singular(last)}`);
  for (const kind of kinds) {
    found.add(`@${kind}`);
    if (silent) found.add(`silent@${kind}`);
  }
  for (const word of schema.words) found.add(`p:${word}`);
  for (const domain of schema.domains) {
    found.add(`(${domain})`);
    if (silent) found.add(`silent(${domain})`);
  }
  if (['output', 'save', 'destination', 'download'].some((word) => schema.words.has(word))) found.add('(output)');
  for (const action of schema.actions) found.add(`enum:${action.category}`);
  if (schema.actions.length > 0) found.add('enum');
  found.add(
    !hasSchema
      ? 'params:unknown'
      : schema.count === 0
        ? 'params:0'
        : schema.count < 3
          ? 'params:1-2'
          : schema.count < 6
            ? 'params:3-5'
            : 'params:6+',
  );
  found.add(`words:${Math.min(words.length, 5)}`);
  return [...found];
}

function raisingFeatures(claims: Reading['claims'], named: Category | 'silent' | 'vague', deletes: boolean): string[] {
  const found = new Set<string>();
  if (deletes && (named === 'vague' || named === 'silent' || named === 'write'))
    found.add(`mentions:${named}<destructive`);
  for (const { category, ownWords, leads, verb, words, foreign, act } of claims) {
    if (category === 'read') continue;
    found.add(`says:${named}<${category}`);
    if (ownWords) found.add(`says:${named}<${category}!`);
    if (leads) found.add(`says:${named}<${category}^`);
    if (named === 'silent' || named === 'vague') {
      found.add(`says:${act}`);
      found.add(`says-verb:${verb}`);
    }
    for (const domain of new Set([...foreign, ...words.slice(0, 8).flatMap((word) => domainsOf(word))])) {
      if (domain !== 'infra') found.add(`says:${named}:${act}+${domain}`);
    }
  }
  return [...found];
}

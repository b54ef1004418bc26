import { compoundNouns, type NounDomain, nounDomains } from './nouns.lexicon.ts';
import { byStem, longestFirst, stemsOf } from './stems.ts';
import { spacedNouns, unspacedNouns } from './tongues.lexicon.ts';
import { singular, verbOf } from './word-forms.ts';

/** Senses by word; those that count only on servers of their own trade stand apart. */
const general = new Map<string, NounDomain[]>();
const traded = new Map<string, NounDomain[]>();
for (const domain of Object.keys(nounDomains) as NounDomain[]) {
  for (const entry of nounDomains[domain].trim().split(/\s+/)) {
    const bare = entry.replace(/\?$/, '');
    const senses = bare === entry ? general : traded;
    senses.set(bare, [...(senses.get(bare) ?? []), domain]);
  }
}
const compounds = new Map<string, NounDomain>();
for (const [domain, entry] of compoundNouns) {
  const [firsts = '', seconds = ''] = entry.split(' ');
  for (const first of firsts.split('/')) {
    for (const second of seconds.split('/')) compounds.set(`${first} ${second}`, domain);
  }
}
const foreign = stemsOf(spacedNouns);
const unspaced = longestFirst(unspacedNouns);
const ideographs = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u;

/** What a noun of another language than English speaks of. */
function foreignSense(word: string): NounDomain | undefined {
  // The last noun is the one that the others belong to.
  if (ideographs.test(word)) return nounsIn(word).at(-1)?.domain;
  return word.length < 4 || verbOf(word) !== undefined ? undefined : byStem(word, foreign);
}

/** The nouns in a text without spaces, in order: of two that overlap the longer one. */
export function nounsIn(text: string): { readonly domain: NounDomain; readonly at: number }[] {
  const found: { readonly domain: NounDomain; readonly at: number }[] = [];
  let rest = text;
  for (const [stem, domain] of unspaced) {
    for (let at = rest.indexOf(stem); at >= 0; at = rest.indexOf(stem)) {
      found.push({ domain, at });
      rest = rest.slice(0, at) + ' '.repeat(stem.length) + rest.slice(at + stem.length);
    }
  }
  return found.sort((one, other) => one.at - other.at);
}

/** What a word of several senses means on servers of these trades. */
const trades: Readonly<Partial<Record<NounDomain, readonly string[]>>> = {
  secret: ['safe', 'identity', 'cloud', 'guard'],
  security: ['identity', 'guard', 'safe'],
  asset: ['chain'],
  market: ['exchange', 'chain'],
  public: ['social'],
  message: ['chat', 'mail'],
  money: ['pay'],
  bill: ['pay', 'travel'],
  sql: ['database'],
  host: ['cloud'],
  browser: ['ui'],
  device: ['home'],
  actuator: ['robot'],
  user: ['identity'],
  record: ['crm'],
};
/** Senses that stand beside another one and decide nothing. */
const aspects: ReadonlySet<NounDomain> = new Set(['private', 'sensor', 'email', 'trifle', 'cache'] as const);
const none: readonly NounDomain[] = [];

/** What a word speaks of; nothing when it is not in the lexicon. */
export function domainsOf(word: string): readonly NounDomain[] {
  return general.get(word) ?? general.get(singular(word)) ?? none;
}

/** Whether the lexicon has the word, in the singular or the plural. */
export function isKnownNoun(word: string): boolean {
  return domainsOf(word).length > 0 || traded.has(word) || traded.has(singular(word));
}

/** Whether a word has a sense that only some trades give it, and the server is of none of them. */
export function isOpen(word: string, kinds: ReadonlySet<string>): boolean {
  const senses = traded.get(word);
  return senses?.every((domain) => trades[domain]?.some((trade) => kinds.has(trade)) !== true) === true;
}

/** Whether two words mean together what neither does alone. */
export function isCompound(before: string, word: string): boolean {
  return compounds.has(`${before} ${word}`) || compounds.has(`${singular(before)} ${singular(word)}`);
}

/**
 * The one sense in which a noun decides: that of the server's trade, else the first of its senses; `trifle` and the like
 * only where it has no other.
 *
 * @param before the word before it, with which it may be a compound
 */
export function senseOf(word: string, before: string, kinds: ReadonlySet<string>): NounDomain | undefined {
  const one = singular(word);
  const joined = compounds.get(`${before} ${word}`) ?? compounds.get(`${singular(before)} ${one}`);
  if (joined !== undefined) return joined;
  const senses = domainsOf(word);
  if (senses.length === 0 && !traded.has(word) && !traded.has(one)) return foreignSense(word);
  const own = [...(traded.get(word) ?? traded.get(one) ?? none), ...senses].find((domain) =>
    trades[domain]?.some((trade) => kinds.has(trade)),
  );
  return own ?? senses.find((domain) => !aspects.has(domain)) ?? senses[0];
}

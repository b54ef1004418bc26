import { domainsOf } from './domains.ts';
import {
  articles,
  builders,
  compounds,
  crud,
  descriptors,
  doing,
  entities,
  governing,
  imperatives,
  joints,
  looks,
  nounBefore,
  objects,
  onlyOf,
  outward,
  placed,
  processes,
  told,
} from './read-name.lexicon.ts';
import { isProduct } from './server-kinds.ts';
import { closingNouns, nounsToo } from './verbs.lexicon.ts';
import { actOf, isPlainVerb, singular, verbOf } from './word-forms.ts';

/**
 * Where in a name its verb stands. The first word that may be a verb counts, when nothing but names of products stands
 * before it; else a word that is never a noun, the one at the end, or one in between.
 *
 * @param words of the name
 * @param prefixes words that only repeat the server's name, as far as they are known
 * @param kinds the server's trades, as far as they are known
 * @returns the place, or undefined when the name has no verb
 */
export function headVerbAt(
  words: readonly string[],
  prefixes: ReadonlySet<string>,
  kinds: ReadonlySet<string>,
): number | undefined {
  const firstPlain = words.findIndex((word, index) => isPlainVerb(word) && isVerbAt(words, index));
  // What is set is a noun, whatever else it may be: `node_set_fill`.
  const plain = governing.has(words[firstPlain - 1] ?? '') && firstPlain > 1 ? firstPlain - 1 : firstPlain;
  const start = firstAct(words, prefixes);
  const opens =
    start >= 0 &&
    words.slice(0, start).every((word) => prefixes.has(word) || isProduct(word) || domainsOf(word).length === 0);
  if (!opens) return laterVerbAt(words, plain, prefixes, kinds);
  return nounsToo.has(words[start] ?? '')
    ? openingAt(words, start, plain, prefixes, kinds)
    : plainOpeningAt(words, start);
}

/** A name that opens with a verb that is never a noun. */
function plainOpeningAt(words: readonly string[], start: number): number | undefined {
  const word = words[start] ?? '';
  const last = words.length - 1;
  if (processes.has(word) && told.has(words[last] ?? '') && last === start + 1) return undefined;
  if (handing.has(words[last] ?? '') && last === start + 1 && !handing.has(word)) return last;
  // `finetune_delete`: of two verbs the first is what it is done to, unless it takes the other one back.
  const takesBack = actOf(word) === 'restore' || actOf(word) === 'cancel' || word.startsWith('un');
  return last === start + 1 && changesAt(words, last) && changes(word) && !takesBack ? last : start;
}

/** A name that opens with a word that is as often a noun: it is the verb unless what follows tells otherwise. */
function openingAt(
  words: readonly string[],
  start: number,
  plain: number,
  prefixes: ReadonlySet<string>,
  kinds: ReadonlySet<string>,
): number | undefined {
  const last = words.length - 1;
  const word = words[start] ?? '';
  const end = words[last] ?? '';
  const act = actOf(word) ?? 'save';
  const branded = start > 0 && words.slice(0, start).every((one) => prefixes.has(one));
  if (start === last) return closesAsNoun(words, plain, branded, kinds) ? undefined : start;
  if (joints.has(words[start + 1] ?? '') && isBase(words, start + 2)) return start;
  if (isToldOf(word, end)) {
    // `config_update_description` tells nothing: it changes what is told.
    const changed = words.findIndex((_, index) => index > start && index < last && changesAt(words, index));
    return changed < 0 ? undefined : changed;
  }
  const looksLast = isPlainVerb(end) && looks.has(actOf(end) ?? 'save');
  if (looksLast && !governing.has(word) && !isJob(words, start)) return last;
  // `survey_distribute`, `alert_create`: what is named first is what it is done to.
  const changesLast = last === start + 1 && isPlainVerb(end) && changes(end);
  if (
    changesLast &&
    word !== 'view' &&
    !asksWhether.has(word) &&
    (looks.has(act) || (crud.has(end) && !imperatives.has(word)))
  )
    return last;
  if (kinds.has('home') && actOf(end) === 'control') return last;
  // Of many a list is asked for, and one is put on a list: `list_delete_markers`, `list_add_item`.
  if (word === 'list' && last === start + 2 && changesAt(words, start + 1) && singular(end) === end) return start + 1;
  if (looks.has(act)) {
    if (end === 'start' && words[last - 1] === 'job') return last;
    return crud.has(end) && end !== 'list' ? last : start;
  }
  const inner = words.findIndex((one, index) => index > start && crud.has(one) && isVerbAt(words, index));
  if (inner > 0 && entities.has(word)) return inner;
  if (plain > start && entities.has(word) && changes(words[plain] ?? '')) return plain;
  return kinds.has('ui') && actOf(end) === 'ui' ? last : start;
}

/** Whether the only word of a name that may be a verb, at its end, is the noun that it may be. */
function closesAsNoun(words: readonly string[], plain: number, branded: boolean, kinds: ReadonlySet<string>): boolean {
  const before = words.slice(0, -1);
  const word = words.at(-1) ?? '';
  const act = actOf(word);
  if (before.length === 0 || branded) return false;
  if (outward.has(act) && plain < 0) return true;
  if ((act !== undefined && looks.has(act)) || (kinds.has('ui') && act === 'ui')) return false;
  return closingNouns.has(word) && !before.some((one) => builders.has(one));
}

/** A name that opens with a noun: a word that is never one is its verb, else the one at its end or one in between. */
function laterVerbAt(
  words: readonly string[],
  plain: number,
  prefixes: ReadonlySet<string>,
  kinds: ReadonlySet<string>,
): number | undefined {
  const last = words.length - 1;
  const end = words[last] ?? '';
  if (plain >= 0) return isToldOf(words[plain] ?? '', end) ? undefined : plain;
  const closes = last > 0 && isBase(words, last);
  if (closes && kinds.has('ui') && actOf(end) === 'ui') return last;
  const middle = words.findIndex(
    (word, index) => index > 0 && index < last && crud.has(word) && isVerbAt(words, index),
  );
  if (middle > 0) return middle;
  if (closes && !closingNouns.has(end)) return last;
  if (closes && kinds.has('chain') && outward.has(actOf(end))) return last;
  if (words.includes('place') && words.some((word) => placed.has(word))) return words.indexOf('place');
  const inner = words.findIndex(
    (word, index) =>
      index > 0 && index < last && isBase(words, index) && !closingNouns.has(word) && !outward.has(actOf(word)),
  );
  if (inner > 0) return inner;
  // What is told of the server itself: `fly_logs`.
  if (prefixes.has(words[0] ?? '') && last > 0 && descriptors.has(end)) return undefined;
  return isBase(words, 0) ? 0 : undefined;
}

/** Whether the word may be a verb where it stands. */
function isVerbAt(words: readonly string[], at: number): boolean {
  const word = words[at];
  const before = words[at - 1] ?? '';
  if (word === undefined || verbOf(word) === undefined || articles.has(before)) return false;
  if (compounds.get(word)?.has(before) === true) return false;
  const governs = onlyOf.get(word);
  // Alone it can be nothing else: `next` of a player.
  const alone = words.length === 1 && governs?.has('track') === true;
  if (governs !== undefined && !alone && !words.slice(at + 1).some((one) => governs.has(one))) return false;
  return nounBefore.get(word)?.has(words[at + 1] ?? '') !== true;
}

/** Whether it is one in its base form. */
export function isBase(words: readonly string[], at: number): boolean {
  return isVerbAt(words, at) && verbOf(words[at] ?? '') === words[at];
}

/**
 * Where the first word stands that may be the verb. One that only repeats the server's name is passed over, unless it
 * looks something up and what follows may be a noun: `search_book` of a server for searching.
 */
function firstAct(words: readonly string[], prefixes: ReadonlySet<string>): number {
  const last = words.length - 1;
  const repeats = (word: string): boolean => prefixes.has(word) && nounsToo.has(word);
  const start = words.findIndex((word, index) => isBase(words, index) && !(repeats(word) && index < last));
  const first = words.findIndex((_, index) => isBase(words, index));
  const [skipped, taken] = [actOf(words[first] ?? ''), words[start] ?? ''];
  return first < start && skipped !== undefined && looks.has(skipped) && nounsToo.has(taken) && actOf(taken) !== 'look'
    ? first
    : start;
}

/** Whether one of the usual verbs stands there that do more than look. */
function changesAt(words: readonly string[], at: number): boolean {
  return crud.has(words[at] ?? '') && changes(words[at] ?? '') && isVerbAt(words, at);
}

/** Whether a verb does more than look. */
function changes(word: string): boolean {
  const act = actOf(verbOf(word) ?? '');
  return act !== undefined && !looks.has(act) && act !== 'generate';
}

/** Whether a name that begins with one word and ends with the other tells of the first: `block_info`, `trade_history`. */
function isToldOf(first: string, last: string): boolean {
  return entities.has(first) && descriptors.has(last) && !(doing.has(first) && objects.has(last));
}

/** Whether work is set going that takes its time: `start_render` does not hand out a picture. */
export function isJob(words: readonly string[], at: number): boolean {
  return setsOff.has(words[at] ?? '') && actOf(words[at + 1] ?? '') === 'compute' && words.length === at + 2;
}
/** Verbs that hand out what stands before them, at the end of a name: `loadtest_get`. */
const handing = new Set(['get', 'fetch', 'retrieve', 'describe']);
const asksWhether = new Set(['is', 'has', 'can']);
const setsOff = new Set(['start', 'begin', 'initiate', 'trigger']);

import { domainsOf, senseOf } from './domains.ts';
import { foreignAct, foreignVerbAt } from './foreign-verbs.ts';
import {
  articles,
  bearers,
  builders,
  compounds,
  crud,
  descriptors,
  doers,
  doing,
  doneByName,
  entities,
  governing,
  imperatives,
  joints,
  looks,
  media,
  nounBefore,
  objects,
  onlyOf,
  outward,
  placed,
} from './read-name.lexicon.ts';
import { isProduct } from './server-kinds.ts';
import { type Act, closingNouns, nounsToo, wrappers } from './verbs.lexicon.ts';
import { actOf, isPlainVerb, singular, verbOf } from './word-forms.ts';

/** One thing a name says that the tool does. */
export interface Deed {
  readonly act: Act;
  /** Base form. */
  readonly verb: string;
  /** The words that the verb may govern: those after it, or before it when it stands last. */
  readonly objects: readonly string[];
  /** Where the verb stands. */
  readonly at: number;
  /** Whether the word is as often a noun. */
  readonly loose: boolean;
}

/**
 * What a name says that the tool does. The first plain verb counts, or the word at an edge of the name that may be one;
 * behind a wrapper (`execute_delete_pages`) the wrapped verb; behind `and` and `or` another one.
 *
 * @param words of the name
 * @param prefixes words that only repeat the server's name, as far as they are known
 * @param kinds the server's trades, as far as they are known
 * @returns deeds in order; none when the name says nothing
 */
export function readName(
  words: readonly string[],
  prefixes: ReadonlySet<string> = new Set(),
  kinds: ReadonlySet<string> = new Set(),
): Deed[] {
  const made = words.findIndex(
    (word, index) => word === 'to' && media.has(words[index - 1] ?? '') && media.has(words[index + 1] ?? ''),
  );
  if (made > 0) {
    const act = words[made + 1] === 'text' ? 'compute' : 'generate';
    return [{ act, verb: 'convert', objects: words.slice(made + 1), at: made, loose: false }];
  }
  const doer = doerOf(words.at(-1) ?? '');
  // Who does it stands last and says more than a word before it that is a noun there: `text_editor`.
  const done =
    doer !== undefined &&
    words.length > 1 &&
    words.slice(0, -1).every((word) => !isPlainVerb(word) && !imperatives.has(word));
  const first = done ? undefined : headAt(words, prefixes, kinds);
  if (first === undefined) {
    if (doer !== undefined) {
      return [
        { act: actOf(doer) ?? 'look', verb: doer, objects: words.slice(0, -1), at: words.length - 1, loose: true },
      ];
    }
    const at = foreignVerbAt(words);
    const act = foreignAct(words[at] ?? '');
    return act === undefined
      ? []
      : [{ act, verb: words[at] ?? '', objects: foreignObjects(words, at), at, loose: false }];
  }
  const deeds: Deed[] = [];
  let at = unwrapped(words, first);
  for (;;) {
    deeds.push(deedAt(words, at));
    const joint = words.findIndex(
      // `get_block_by_number_and_index`: by what something is found is told in nouns.
      (word, index) =>
        index > at && joints.has(word) && isBase(words, index + 1) && !words.slice(at, index).includes('by'),
    );
    if (joint < 0) return deeds;
    at = joint + 1;
  }
}

/** What a verb of another language is done to. */
function foreignObjects(words: readonly string[], at: number): readonly string[] {
  const before = words.slice(0, at);
  // What is written without spaces names its object in the same word, or in the one before it.
  if (!/^[\p{Script=Latin}\p{Script=Cyrillic}]/u.test(words[at] ?? '')) return [...before, ...words.slice(at)];
  const after = words.slice(at + 1);
  // The noun that counts comes first: `crear_factura_cliente` makes an invoice.
  const head = after.findIndex((word) => senseOf(word, '', noKinds) !== undefined);
  return after.length === 0 ? before : head < 0 ? after : after.slice(0, head + 1);
}

const noKinds: ReadonlySet<string> = new Set();

function doerOf(word: string): string | undefined {
  return doers.get(word) ?? (/(thinking|reasoning|thought)$/.test(word) ? 'think' : undefined);
}

/** Whether the word may be a verb where it stands. */
function isVerbAt(words: readonly string[], at: number): boolean {
  const word = words[at];
  const before = words[at - 1] ?? '';
  if (word === undefined || verbOf(word) === undefined || articles.has(before)) return false;
  if (compounds.get(word)?.has(before) === true) return false;
  const governs = onlyOf.get(word);
  if (governs !== undefined && !words.slice(at + 1).some((one) => governs.has(one))) return false;
  return nounBefore.get(word)?.has(words[at + 1] ?? '') !== true;
}

function isBase(words: readonly string[], at: number): boolean {
  return isVerbAt(words, at) && verbOf(words[at] ?? '') === words[at];
}

function headAt(
  words: readonly string[],
  prefixes: ReadonlySet<string>,
  kinds: ReadonlySet<string>,
): number | undefined {
  const last = words.length - 1;
  const firstPlain = words.findIndex((word, index) => isPlainVerb(word) && isVerbAt(words, index));
  // What is set is a noun, whatever else it may be: `node_set_fill`.
  const plain = governing.has(words[firstPlain - 1] ?? '') && firstPlain > 1 ? firstPlain - 1 : firstPlain;
  // The first word that may be a verb, when nothing but names of products stands before it.
  const start = firstAct(words, prefixes);
  if (
    start >= 0 &&
    words.slice(0, start).every((word) => prefixes.has(word) || isProduct(word) || domainsOf(word).length === 0)
  ) {
    const word = words[start] ?? '';
    if (!nounsToo.has(word)) {
      // `finetune_delete`: of two verbs the first is what it is done to, unless it takes the other one back.
      const takesBack = actOf(word) === 'restore' || actOf(word) === 'cancel' || word.startsWith('un');
      return last === start + 1 && changesAt(words, last) && changes(word) && !takesBack ? last : start;
    }
    const branded = start > 0 && words.slice(0, start).every((one) => prefixes.has(one));
    if (start === last && start > 0 && !branded && outward.has(actOf(word)) && plain < 0) return undefined;
    if (joints.has(words[start + 1] ?? '') && isBase(words, start + 2)) return start;
    if (last > start && isToldOf(word, words[last] ?? '')) {
      // `config_update_description` tells nothing: it changes what is told.
      const changed = words.findIndex((_, index) => index > start && index < last && changesAt(words, index));
      return changed < 0 ? undefined : changed;
    }
    if (
      last > start &&
      !governing.has(word) &&
      !isJob(words, start) &&
      looks.has(actOf(words[last] ?? '') ?? 'save') &&
      isPlainVerb(words[last] ?? '')
    )
      return last;
    const act = actOf(word) ?? 'save';
    const end = words[last] ?? '';
    // `survey_distribute`, `alert_create`: what is named first is what it is done to.
    const closing = last === start + 1 && isPlainVerb(end) && changes(end);
    if (closing && word !== 'view' && (looks.has(act) || (crud.has(end) && !imperatives.has(word)))) return last;
    if (kinds.has('home') && last > start && actOf(end) === 'control') return last;
    // Of many a list is asked for, and one is put on a list: `list_delete_markers`, `list_add_item`.
    if (word === 'list' && last === start + 2 && changesAt(words, start + 1) && singular(end) === end) return start + 1;
    if (looks.has(act)) {
      if (words[last] === 'start' && words[last - 1] === 'job') return last;
      return last > start && crud.has(words[last] ?? '') && words[last] !== 'list' ? last : start;
    }
    const inner = words.findIndex((one, index) => index > start && crud.has(one) && isVerbAt(words, index));
    if (inner > 0 && entities.has(word)) return inner;
    if (plain > start && entities.has(word) && changes(words[plain] ?? '')) return plain;
    if (kinds.has('ui') && actOf(words[last] ?? '') === 'ui') return last;
    const closes =
      closingNouns.has(word) && start === last && start > 0 && !words.slice(0, start).some((one) => builders.has(one));
    return closes && !branded ? undefined : start;
  }
  if (plain >= 0) return isToldOf(words[plain] ?? '', words[last] ?? '') ? undefined : plain;
  if (last > 0 && kinds.has('ui') && isBase(words, last) && actOf(words[last] ?? '') === 'ui') return last;
  const middle = words.findIndex(
    (word, index) => index > 0 && index < last && crud.has(word) && isVerbAt(words, index),
  );
  if (middle > 0) return middle;
  if (last > 0 && isBase(words, last) && !closingNouns.has(words[last] ?? '')) return last;
  if (last > 0 && kinds.has('chain') && outward.has(actOf(words[last] ?? '')) && isBase(words, last)) return last;
  if (words.includes('place') && words.some((word) => placed.has(word))) return words.indexOf('place');
  const inner = words.findIndex(
    (word, index) =>
      index > 0 && index < last && isBase(words, index) && !closingNouns.has(word) && !outward.has(actOf(word)),
  );
  if (inner > 0) return inner;
  // What is told of the server itself: `fly_logs`.
  if (prefixes.has(words[0] ?? '') && last > 0 && descriptors.has(words[last] ?? '')) return undefined;
  return isBase(words, 0) ? 0 : undefined;
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
function isJob(words: readonly string[], at: number): boolean {
  return setsOff.has(words[at] ?? '') && actOf(words[at + 1] ?? '') === 'compute' && words.length === at + 2;
}
const setsOff = new Set(['start', 'begin', 'initiate', 'trigger']);

/** Steps behind wrappers to the verb that counts, if there is one right behind them. */
function unwrapped(words: readonly string[], at: number): number {
  let here = at;
  while (wrappers.has(words[here] ?? '') && isPlainVerb(words[here + 1] ?? '') && !isJob(words, here)) here += 1;
  const start = words[at] ?? '';
  const end = words.length - 1;
  if (bearers.has(start) && (words[at + 1] === 'search' || (end > at && doneByName.has(words[end] ?? '')))) {
    return words[at + 1] === 'search' ? at + 1 : end;
  }
  if (here === at && wrappers.has(start)) {
    const inner = words.findIndex((word, index) => index > at && isPlainVerb(word));
    const act = inner < 0 ? undefined : actOf(words[inner] ?? '');
    if (inner > 0 && inner <= at + 2 && act !== undefined && !looks.has(act)) return inner;
  }
  return here;
}

function deedAt(words: readonly string[], at: number): Deed {
  const verb = verbOf(words[at] ?? '') ?? '';
  const after = words.slice(at + 1);
  const objects = after.length > 0 ? after : words.slice(0, at);
  // What comes first and is done to something is a verb, although the same word may be a noun: `archive_card`.
  const plain = at === 0 && after.length > 0 && imperatives.has(words[at] ?? '');
  return { act: actOf(verb) ?? 'look', verb, objects, at, loose: nounsToo.has(verb) && !plain };
}

import { foreignAct, foreignObjects, foreignVerbAt } from './foreign-verbs.ts';
import { headVerbAt, isBase, isJob } from './head-verb.ts';
import { bearers, doers, doneByName, imperatives, joints, looks, media } from './read-name.lexicon.ts';
import { type Act, closingNouns, nounsToo, wrappers } from './verbs.lexicon.ts';
import { actOf, isPlainVerb, verbOf } from './word-forms.ts';

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
    (word, index) =>
      word === 'to' && (index === 0 || media.has(words[index - 1] ?? '')) && media.has(words[index + 1] ?? ''),
  );
  if (made >= 0) {
    const act = written.has(words[made + 1] ?? '') ? 'compute' : 'generate';
    return [{ act, verb: 'convert', objects: words.slice(made + 1), at: made, loose: false }];
  }
  const doer = doerOf(words.at(-1) ?? '');
  // Who does it stands last and says more than a word before it that is a noun there: `text_editor`.
  const done =
    doer !== undefined &&
    words.length > 1 &&
    !asks.has(words[0] ?? '') &&
    words.slice(0, -1).every((word) => !isPlainVerb(word) && !imperatives.has(word));
  const first = done ? undefined : headVerbAt(words, prefixes, kinds);
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
        index > at &&
        joints.has(word) &&
        isBase(words, index + 1) &&
        !words.slice(at, index).includes('by') &&
        !isSecondObject(words, at, index + 1),
    );
    if (joint < 0) return deeds;
    at = joint + 1;
  }
}

/** Whether a word behind `and` or `or` is what the verb is done to, too: `redact_part_or_message`. */
function isSecondObject(words: readonly string[], verb: number, at: number): boolean {
  return at === words.length - 1 && at - verb > 2 && closingNouns.has(words[at] ?? '');
}

/** What is written and not drawn or spoken. */
const written = new Set(['text', 'markdown', 'md', 'html', 'json', 'csv', 'xml', 'yaml']);

/** Words that open a name by asking for what follows, though they may be nouns: `query_video_generation`. */
const asks = new Set(['query', 'check', 'list', 'view', 'show', 'track', 'monitor']);

function doerOf(word: string): string | undefined {
  return doers.get(word) ?? (/(thinking|reasoning|thought)$/.test(word) ? 'think' : undefined);
}

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

/** Words before a verb that only say that it is done: `trigger_broadcast` broadcasts no trigger. */
const settingOff = new Set(['trigger', 'action', 'run', 'execute', 'perform', 'do']);

function deedAt(words: readonly string[], at: number): Deed {
  const verb = verbOf(words[at] ?? '') ?? '';
  const after = words.slice(at + 1);
  const objects = after.length > 0 ? after : words.slice(0, at).filter((word) => !settingOff.has(word));
  // What comes first and is done to something is a verb, although the same word may be a noun: `archive_card`.
  const plain = after.length > 0 && (at === 0 ? imperatives.has(words[at] ?? '') : words[at] === 'update');
  return { act: actOf(verb) ?? 'look', verb, objects, at, loose: nounsToo.has(verb) && !plain };
}

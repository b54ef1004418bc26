import type { Domain } from './nouns.lexicon.ts';
import { keyOwners, people, powers, secrets, tokenChanges } from './phrases.lexicon.ts';
import type { Act } from './verbs.lexicon.ts';

/** What is known of a verb when its category is asked: the words around it speak of `about`, the server of `kinds`. */
export interface Phrase {
  readonly act: Act;
  readonly verb: string;
  readonly about: ReadonlySet<Domain>;
  /** The words around the verb, as written and in the singular. */
  readonly words: ReadonlySet<string>;
  /** The noun that the verb governs: the last one before a preposition. */
  readonly noun: string;
  readonly kinds: ReadonlySet<string>;
  /** Names of parameters. */
  readonly parameters: ReadonlySet<string>;
}

/** Whether one of the words is wanted. */
export const some = (words: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean => {
  for (const word of words) if (wanted.has(word)) return true;
  return false;
};

/** Whether the words name something whose value is a secret: `password`, `api_key`, but not the `key` of a map. */
export function namesASecret({ words, kinds }: Phrase): boolean {
  if (some(words, secrets)) return true;
  const key = words.has('key') || words.has('token');
  return key && !kinds.has('chain') && some(words, keyOwners);
}

/** Whether a change is one of who may do what. */
export function empowers(phrase: Phrase): boolean {
  const { verb, words, noun, kinds } = phrase;
  if (namesASecret(phrase)) return true;
  if (verb === 'rotate' && kinds.has('safe')) return true;
  if (verb === 'rotate' && (noun === 'key' || noun === 'certificate') && !kinds.has('chain')) return true;
  if ((verb === 'set' || verb === 'make') && noun === 'public') return true;
  if (tokenChanges.has(verb) && noun === 'token' && !kinds.has('chain')) return true;
  if ((kinds.has('identity') || kinds.has('guard')) && (noun === 'key' || noun === 'certificate')) return true;
  if (
    [
      'card',
      'task',
      'issue',
      'thread',
      'event',
      'item',
      'preference',
      'pref',
      'notification',
      'pull',
      'ticket',
      'conversation',
      'incident',
      'case',
    ].some((word) => words.has(word))
  )
    return false;
  if (some(words, powers) && !words.has('trigger')) return true;
  if (
    kinds.has('guard') &&
    ['policy', 'rule', 'url', 'list', 'iplist', 'filter', 'label', 'location'].some((word) => words.has(word))
  )
    return true;
  if (noun === 'policy' || noun === 'rule') return kinds.has('identity');
  if (kinds.has('identity') && (words.has('policy') || words.has('application') || words.has('app'))) return true;
  return people.has(noun) && noun !== 'group' && noun !== 'account'
    ? true
    : (noun === 'group' || noun === 'account') && words.has('user');
}

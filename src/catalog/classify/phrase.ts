import type { NounDomain } from './nouns.lexicon.ts';
import type { Act } from './verbs.lexicon.ts';

/** What is known of a verb when its category is asked. */
export interface Phrase {
  readonly act: Act;
  readonly verb: string;
  /** What the verb is done to, as written: the words behind it, in a name those before it, too. */
  readonly objects: readonly string[];
  /** Further words around the verb that may decide where the objects do not. */
  readonly around: readonly string[];
  /** Senses that are known without a word of English: of objects in another language. */
  readonly foreign: readonly NounDomain[];
  /** Trades of the server. */
  readonly kinds: ReadonlySet<string>;
  /** Words of the parameters' names. */
  readonly parameters: ReadonlySet<string>;
}

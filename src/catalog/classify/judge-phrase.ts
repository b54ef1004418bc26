import type { Category } from './category.ts';
import { type DecidingNoun, decidingNoun } from './deciding-noun.ts';
import type { Phrase } from './phrase.ts';
import type { Act } from './verbs.lexicon.ts';
import { verdicts } from './verdicts.table.ts';
import { singular } from './word-forms.ts';

/** What must be so, each with its kind, and whether it is asked whatever noun decides. */
interface Condition {
  readonly always: boolean;
  readonly parts: readonly { readonly kind: Kind; readonly wanted: string }[];
}
type Kind = 'sense' | 'noun' | 'none' | 'unknown' | 'verb' | 'around' | 'parameter' | 'trade';
interface Row {
  readonly otherwise: Category;
  readonly unless: readonly { readonly category: Category; readonly any: readonly Condition[] }[];
}

const rows = new Map<Act, Row>(
  (Object.keys(verdicts) as Act[]).map((act) => {
    const { otherwise, unless } = verdicts[act];
    return [act, { otherwise, unless: unless.map(([category, when]) => ({ category, any: conditionsOf(when) })) }];
  }),
);

function conditionsOf(when: string): Condition[] {
  return when.split(' ').map((text) => {
    const parts = text.replace(/^\*/, '').split('+').map(partOf);
    const outside = parts.every(({ kind }) => kind === 'parameter' || kind === 'trade');
    return { always: text.startsWith('*') || !outside, parts };
  });
}

function partOf(text: string): { readonly kind: Kind; readonly wanted: string } {
  if (text === '-') return { kind: 'none', wanted: '' };
  if (text === '?') return { kind: 'unknown', wanted: '' };
  if (text.startsWith('verb:')) return { kind: 'verb', wanted: text.slice(5) };
  if (text.startsWith('(')) return { kind: 'parameter', wanted: text.slice(1, -1) };
  const kind = new Map<string, Kind>([
    ["'", 'noun'],
    ['~', 'around'],
    ['@', 'trade'],
  ]).get(text.charAt(0));
  return kind === undefined ? { kind: 'sense', wanted: text } : { kind, wanted: text.slice(1) };
}

/** The category of one thing that is done, read off the table of verdicts. */
export function judgePhrase(phrase: Phrase): Category {
  const row = rows.get(phrase.act);
  if (row === undefined) return 'write';
  const noun = decidingNoun(phrase);
  const words = new Set([...phrase.objects, ...phrase.around].flatMap((word) => [word, singular(word)]));
  const holds = ({ always, parts }: Condition): boolean =>
    (always || noun === undefined) && parts.every(({ kind, wanted }) => isSo(kind, wanted, phrase, noun, words));
  return row.unless.find(({ any }) => any.some(holds))?.category ?? row.otherwise;
}

function isSo(
  kind: Kind,
  wanted: string,
  { verb, kinds, parameters }: Phrase,
  noun: DecidingNoun | undefined,
  words: ReadonlySet<string>,
): boolean {
  switch (kind) {
    case 'sense':
      return noun?.sense === wanted;
    case 'noun':
      return noun?.word === wanted;
    case 'none':
      return noun === undefined;
    case 'unknown':
      return noun === undefined && words.size > 0;
    case 'verb':
      return verb === wanted;
    case 'around':
      return words.has(wanted);
    case 'parameter':
      return parameters.has(wanted) || parameters.has(`${wanted}s`) || (wanted === 'sum' && isSum(words, parameters));
    case 'trade':
      return kinds.has(wanted);
  }
}

const addends = new Set(
  'a b c x y n m num number numbers num1 num2 first second augend addend 1 2 values nums list'.split(' '),
);

const numerals = new Set(
  'two three many number numbers num nums integer integers float floats matrix matrices'.split(' '),
);

/** Whether numbers are added: what is called `add` and takes `a` and `b` changes nothing; a phone number is none. */
function isSum(words: ReadonlySet<string>, parameters: ReadonlySet<string>): boolean {
  if (words.size > 0 && [...words].every((word) => numerals.has(word))) return true;
  if (parameters.size < 2) return false;
  for (const word of parameters) if (!addends.has(word)) return false;
  return true;
}

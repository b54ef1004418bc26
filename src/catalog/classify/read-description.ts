import { nounsIn } from './domains.ts';
import { articles } from './noun-phrase.ts';
import type { NounDomain } from './nouns.lexicon.ts';
import { imperatives } from './read-name.lexicon.ts';
import { byStem, longestFirst, stemsOf } from './stems.ts';
import { spacedNouns, spacedVerbs, unspacedVerbs } from './tongues.lexicon.ts';
import { isUnknown } from './unknown-word.ts';
import type { Act } from './verbs.lexicon.ts';
import { nounsToo } from './verbs.lexicon.ts';
import { actOf, isPlainVerb, verbOf } from './word-forms.ts';

/** A clause of a description that says what the tool does. */
export interface Claim {
  readonly act: Act;
  readonly verb: string;
  /** The words after the verb. */
  readonly words: readonly string[];
  /** Domains that words of other languages than English name. */
  readonly foreign: readonly NounDomain[];
  /** Whether the clause speaks of this tool and not in passing: it shares a word with the name, or says "this tool". */
  readonly ownWords: boolean;
  /** Whether its verb opens the clause. */
  readonly leads: boolean;
}

/** What a description says. */
export interface Account {
  readonly claims: readonly Claim[];
  /** Whether it says anything but that the tool is harmless. */
  readonly content: boolean;
  /** Whether a word of deleting stands anywhere in it: of what a vague name does, lists tell. */
  readonly deletes: boolean;
  /** Whether it says that what is done cannot be undone. */
  readonly final: boolean;
  /** Whether a clause opens with what reads as a verb that no lexicon has: `Frobs the widget`. */
  readonly strange: boolean;
}

const breaks = /[.!?。！？;；:：•·()（）[\]【】{}"“”`|\n\r\t*#>]+|\s[-–—]+\s|–|—/u;
const reassuring =
  /read[- ]?only|harmless|\bsafe(ly)?\b|side[- ]?effects?|\b(not|never|n't|without|no)\b.{0,40}\b(modif|chang|writ|delet|alter|mutat|updat|effect|risk|harm|danger|approv|confirm)|\bno (state|data|changes|writes|approval|confirmation)\b|(only|just|merely) (reads?|returns?|views?|retriev\w+|fetch\w*)( \w+)?$|non[- ]?destructive|idempotent|(solo|sólo|somente|apenas|só)[ -]+(de )?(lectura|leitura|lee|lê|lettura)|lecture seule|nur[ -](zum )?les|schreibgeschützt|только (для )?чт|безопас|безвред|ничего не (меня|измен|удал)|inofensiv|inoffensi|ungefährlich|harmlos|\bsegur[ao]s?\b|\bsûre?\b|sicher|sans (danger|risque|effet)|sin (efectos|riesgo)|sem (efeitos|risco)|no modifica|não (modifica|altera)|ne modifie|verändert nich|ändert nich|nicht verändern|只读|唯讀|僅讀|仅读|安全|无害|無害|不会(修改|删除|更改)|不修改|読み取り専用|読取専用|変更しません|副作用|읽기 ?전용|안전|무해|변경하지/iu;
const fillers = new Set(
  `this the a an tool use when to you need allows allow lets let can will for it user users function method endpoint api
  helps help enables used in order and also then automatically quickly easily securely safely safe permanently
  immediately batch bulk useful using via your i we want should must may be is are here please simply just only
  category severity risk level low none minimal class classification classified rated rating impact
  action operation command mcp server it's that which by on with from read-only readonly call called`
    .trim()
    .split(/\s+/),
);
const irrevocable =
  /\b(can(not|'t|not ever)|could not|no way to) (be )?(undone|undo|reverted|reversed|recovered|restored)|irreversibl|irrevocabl|unwiderruflich|nicht rückgängig|irréversibl|no se puede deshacer|não pode ser desfeit|необратим|нельзя (отменить|восстановить)|不可(撤销|恢复|逆)|无法(恢复|撤销)|元に戻せ|取り消せません|되돌릴 수 없|복구할 수 없/iu;
const deleting = new Set('delete deletes deleting deletion remove removes removing removal drop purge wipe'.split(' '));
const unspaced = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u;
/** A clause changes its language where it changes its script: what stands on one side is not read as the other. */
const parts =
  /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\s,、，]*[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af][\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\s,、，]*|[^\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+/gu;
const tokens = /[\p{L}\p{N}_'’-]+|,/gu;
/** How far into a clause its verb may stand. */
const leadWords = 7;

const unspacedActs = longestFirst(unspacedVerbs);
const spacedActs = stemsOf(spacedVerbs);
const spacedDomains = stemsOf(spacedNouns);

/**
 * What a description says that the tool does, in any of nine languages. Each clause stands alone and more text only
 * adds claims: nothing that is put before or behind a sentence takes away what the sentence says.
 *
 * @param text what `visibleText` made of the description
 * @param name the words of the tool's name
 * @param parameters names of its parameters, in lower case: what stands behind one and a colon tells of it
 */
export function readDescription(
  text: string,
  name: readonly string[],
  parameters: ReadonlySet<string> = new Set(),
): Account {
  const claims: Claim[] = [];
  let content = false;
  let deletes = false;
  let strange = false;
  const own = new Set(name.filter((word) => word.length > 3).map((word) => word.slice(0, 5)));
  let ofParameter = false;
  for (const clause of text.split(breaks)) {
    const label = clause?.trim().toLowerCase() ?? '';
    const told: boolean = ofParameter && !types.test(label);
    ofParameter = parameters.has(label) || (ofParameter && !told);
    if (told) continue;
    for (const part of clause?.match(parts) ?? []) {
      const calm = reassuring.test(part);
      if (unspaced.test(part)) {
        readUnspaced(part, claims);
        if (!calm) content = true;
        continue;
      }
      const words = part.toLowerCase().match(tokens) ?? [];
      const ownWords = words.some((word) => own.has(word.slice(0, 5))) || /\btool\b/i.test(part);
      readSpaced(words, ownWords, claims);
      strange ||= !calm && opensStrangely(words);
      deletes ||= words.some((word) => deleting.has(word));
      if (!calm && words.some((word) => word.length > 2 && word !== 'read' && !fillers.has(word))) content = true;
    }
  }
  return { claims, content, deletes, final: irrevocable.test(text), strange };
}

/** Whether the first word may be a verb that nobody knows: a thing is named behind it, or it ends as verbs do. */
function opensStrangely(words: readonly string[]): boolean {
  const at = words.findIndex((word) => !fillers.has(word));
  const [word = '', next = ''] = words.slice(Math.max(at, 0));
  return at >= 0 && next !== '' && isUnknown(word) && (articles.has(next) || /[^aius]s$/.test(word));
}

/** What may stand between the name of a parameter and what is told of it. */
const types =
  /^(|,|str|string|int|integer|number|float|bool|boolean|list|array|object|dict|any|optional|required|enum)+$/;

const kana = /[\u3040-\u30ff\uac00-\ud7af]/u;
/** What ends a sentence of Japanese or Korean behind the stem of its verb. */
const ending = /^(\s|$|します|しま|する|を行|て|した|합니다|합|한다|하기|해|하는|입니다|됩니다|함)/u;

/** Whether the verb is the one of its clause: Chinese begins with it, Japanese and Korean end in it. */
function leadsUnspaced(clause: string, stem: string, isFirst: boolean): boolean {
  // A clause may hold two languages: what leads in one of them leads.
  return isFirst || (kana.test(clause) && ending.test(clause.slice(clause.lastIndexOf(stem) + stem.length)));
}

/**
 * The senses of a clause's nouns, that of the verb's object first: behind it in Chinese, up to where another phrase begins,
 * and before it in Japanese and Korean.
 */
function objectFirst(
  clause: string,
  at: number,
  stem: string,
  nouns: ReturnType<typeof nounsIn>,
): readonly NounDomain[] {
  const end = at + stem.length + Math.max(clause.slice(at + stem.length).search(/[给到并至，、\s]|$/u), 0);
  const near = kana.test(clause)
    ? nouns.filter((noun) => noun.at < at)
    : nouns.filter((noun) => noun.at >= at && noun.at < end);
  const object = near.at(-1);
  return [...new Set([...(object === undefined ? [] : [object.domain]), ...nouns.map(({ domain }) => domain)])];
}

function readUnspaced(clause: string, claims: Claim[]): void {
  const places = unspacedActs.map(([stem]) => clause.indexOf(stem)).filter((place) => place >= 0);
  const first = Math.min(...places);
  const nouns = nounsIn(clause);
  const seen = new Set<Act>();
  let rest = clause;
  for (const [stem, act] of unspacedActs) {
    if (!rest.includes(stem)) continue;
    rest = rest.replaceAll(stem, ' ');
    if (seen.has(act)) continue;
    seen.add(act);
    const leads = leadsUnspaced(clause, stem, clause.indexOf(stem) === first);
    // Each time that it is said, with what is done to it there: the worst counts.
    for (let at = clause.indexOf(stem); at >= 0; at = clause.indexOf(stem, at + 1)) {
      claims.push({ act, verb: stem, words: [], foreign: objectFirst(clause, at, stem, nouns), ownWords: true, leads });
    }
  }
}

function readSpaced(words: readonly string[], ownWords: boolean, claims: Claim[]): void {
  const abroad = words.some((word) => unenglish.test(word) || functionWords.has(word));
  let skipped = 0;
  for (let at = 0; at < words.length && skipped < leadWords; at++) {
    const word = words[at] ?? '';
    const before = words[at - 1] ?? '';
    if (word === ',' || (fillers.has(word) && verbOf(word) === undefined)) continue;
    // Nothing is denied by a `not` that begins: no sentence of English does, and anybody can put one there.
    if (word === 'not' && at === 0) continue;
    if ((before === 'not' && at > 1) || before === 'never' || before.endsWith("n't")) {
      skipped += 1;
      continue;
    }
    // `Read only` is no reading.
    if (word === 'read' && /^only\b/.test(words[at + 1] ?? '')) {
      skipped += 1;
      continue;
    }
    if (isCompound(word, words[at + 1] ?? '') || (word === 'do' && words[at + 1] === 'not')) {
      skipped += 1;
      continue;
    }
    const english = leadVerb(word, before, skipped);
    if (english !== undefined) {
      if (!fillers.has(word)) addClaims(words, at, ownWords, skipped === 0, claims);
      if (!fillers.has(word)) return;
      continue;
    }
    // A name with an underscore is a parameter's.
    const act = word.includes('_') || !abroad ? undefined : byStem(word, spacedActs);
    if (act !== undefined) {
      const after = words.slice(at + 1);
      const foreign = [...new Set(after.flatMap((noun) => byStem(noun, spacedDomains) ?? []))];
      claims.push({ act, verb: word, words: after, foreign, ownWords, leads: skipped === 0 });
      return;
    }
    skipped += 1;
  }
}

/** Verbs that tell of a tool, of its call or of its result, and of no deed. */
const statives = new Set(
  `require default raise include accept contain support ensure follow leave note perform make need exclude must interact
  control manage handle process match cap limit see provide use apply work act do consider prefer avoid wait expect
  confirm verify consume turn remember mean warn display construct narrow pull reject lower extend start end track know learn keep wrap combine feed fill set cover restrict range order sort power
  simplify streamline strengthen formalize determine coordinate incorporate implement harden overlap unlike leverage omit`
    .trim()
    .split(/\s+/),
);

/** Letters and little words that English does without: stems of other languages count only beside one. */
const unenglish = /[^\p{ASCII}'’–—]/u;
const functionWords = new Set(
  `el la los las un una del en y para con por su sus al lo unos unas esta este que se os um uma da dos das em na nos nas ao
  com seu sua le les des du une et dans avec sur pour au aux ce cette ses der das ein eine einen einem eines den dem
  zum zur und im von für mit auf bei aus de`
    .trim()
    .split(/\s+/),
);

/** What parameters are told by: `start date`, `message ID`, `order type` in a list of arguments. */
const attributes = new Set(
  `id ids name date time type number address format status string index uuid title timestamp year month day position
  of point line row offset page column value identifier datetime parameter parameters param`
    .trim()
    .split(/\s+/),
);

/** Whether a word is the first half of a noun. */
function isCompound(word: string, next: string): boolean {
  return nounsToo.has(word) && attributes.has(next);
}

/** A verb that leads: any form at the start, later only one that is no noun. */
function leadVerb(word: string, before: string, skipped: number): string | undefined {
  const verb = verbOf(word);
  if (verb === undefined) return undefined;
  if (skipped === 0 || before === 'to') return verb;
  return isPlainVerb(verb) && !word.endsWith('ing') ? verb : undefined;
}

/** Words that say of what kind something is, where prose begins with them: `empty for files`, `open issues`. */
const adjectives = new Set(
  'empty open complete clean request process handle test fund place mint fix build sign'.split(' '),
);

/** The verb at `at`, and those that `and`, `or` or a comma add to it. */
function addClaims(words: readonly string[], at: number, ownWords: boolean, leads: boolean, claims: Claim[]): void {
  const push = (index: number): void => {
    const verb = verbOf(words[index] ?? '') ?? '';
    const act = actOf(verb);
    if (act === undefined) return;
    // A word that is a clause by itself is a heading or the name of a parameter, and one that may be a noun is one
    // unless an object follows that can be none of its own.
    const asNoun = nounsToo.has(verb) && !articles.has(words[index + 1] ?? '');
    const ordered = imperatives.has(verb) && !adjectives.has(verb) && words.length > 3;
    const alone = words.length === 1 || (asNoun && !ordered);
    const tells = !alone && !statives.has(verb);
    claims.push({ act, verb, words: words.slice(index + 1), foreign: [], ownWords, leads: leads && tells });
  };
  push(at);
  for (let index = at + 1; index < words.length - 1; index++) {
    const word = words[index];
    if (word !== 'and' && word !== 'or' && word !== ',' && word !== 'then') continue;
    const next = words[index + 1] ?? '';
    const verb = verbOf(next);
    // `Get or upload a cover`: right behind a verb there can only be another one.
    const twin = (word === 'or' || word === 'and') && index === at + 1 && imperatives.has(next);
    if (verb !== undefined && (isPlainVerb(verb) || twin) && !next.endsWith('ing')) push(index + 1);
  }
}

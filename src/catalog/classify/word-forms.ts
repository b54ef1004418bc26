import { type Act, nounsToo, verbGroups } from './verbs.lexicon.ts';

/** Every form in which a verb may lead a sentence or a name → its base form. Participles are adjectives: not here. */
const baseForms = new Map<string, string>();
const groupOf = new Map<string, Act>();

for (const act of Object.keys(verbGroups) as Act[]) {
  for (const verb of verbGroups[act].trim().split(/\s+/)) {
    groupOf.set(verb, act);
    for (const form of formsOf(verb)) if (!baseForms.has(form) || form === verb) baseForms.set(form, verb);
  }
}

/** The base form, the third person and the present participle. */
function formsOf(verb: string): string[] {
  if (verb.length < 3) return [verb];
  const consonantY = /[^aeiou]y$/.test(verb);
  const third = consonantY ? `${verb.slice(0, -1)}ies` : /(s|x|z|ch|sh|o)$/.test(verb) ? `${verb}es` : `${verb}s`;
  const stem = /[^eo]e$/.test(verb) ? verb.slice(0, -1) : verb;
  const doubled = /^[^aeiou]*[aeiou][bdgklmnprt]$/.test(verb) ? [`${verb}${verb.at(-1)}ing`] : [];
  return [verb, third, `${stem}ing`, ...doubled, ...(verb.endsWith('l') ? [`${verb}ling`] : [])];
}

/** @returns the base form of a verb in one of its forms, or undefined when the word is no verb */
export function verbOf(word: string): string | undefined {
  return baseForms.get(word) ?? (prefixed(word) === undefined ? undefined : word);
}

/** @returns the group of a base form */
export function actOf(verb: string): Act | undefined {
  return groupOf.get(verb) ?? prefixed(verb);
}

/** Whether a word is a verb and never a noun. */
export function isPlainVerb(word: string): boolean {
  return (groupOf.has(word) && !nounsToo.has(word)) || prefixed(word) !== undefined;
}

/** Words that only look as if a verb had been put behind a prefix. */
const nounsOnly = new Set([
  'detail',
  'details',
  'research',
  'reaction',
  'reactions',
  'resort',
  'result',
  'results',
  'autopilot',
]);

/** `re-` does a thing again, `un-` and `de-` take it back, which is a change like any other. */
function prefixed(word: string): Act | undefined {
  if (word.length < 6 || groupOf.has(word) || nounsOnly.has(word)) return undefined;
  const again = /^(re|auto|pre|over)(?=[a-z]{4})/.exec(word);
  if (again !== null) {
    const rest = word.slice(again[0].length);
    return nounsToo.has(rest) ? undefined : groupOf.get(rest);
  }
  const back = /^(un|de|dis)(?=[a-z]{4})/.exec(word);
  return back !== null && groupOf.has(word.slice(back[0].length)) ? 'update' : undefined;
}

/** What ends in `ie` in the singular. */
const softly = new Set('cookies movies calories selfies ties lies pies zombies rookies hoodies'.split(' '));

/** The singular of an English noun, as far as an ending tells. */
export function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies')) return softly.has(word) ? word.slice(0, -1) : `${word.slice(0, -3)}y`;
  if (/(ches|shes|xes|sses)$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

import { type Category, rankOf } from './category.ts';
import type { ToolFeatures } from './features.ts';

/** Which words of which field speak for a category. */
export interface CategoryEvidence {
  readonly field: 'name' | 'inputSchema' | 'description' | 'server' | 'annotations';
  readonly words: readonly string[];
  /** What they say, by the taxonomy. */
  readonly says: Category;
}

const meanings: Readonly<Record<Category, string>> = {
  read: 'it returns data and changes nothing',
  write: 'it creates or changes something that can be put back',
  communicate: 'it lets content out to people or third parties',
  access: 'it reads or changes credentials, identities or rights',
  execute: 'it runs something, drives a screen or a machine, or opens connections',
  destructive: 'it removes or resets something for good',
  financial: 'it moves or commits money or assets',
};
/** Parameters that speak for a category, for the reader; the model has weights of its own. */
const telling: Readonly<Partial<Record<Category, ReadonlySet<string>>>> = {
  execute: new Set('host hostname port url command cmd code script sql query shell selector args method'.split(' ')),
  financial: new Set('amount price quantity qty side currency recipient to symbol order'.split(' ')),
  communicate: new Set('to recipient recipients cc bcc subject body message text channel content'.split(' ')),
  access: new Set('password token secret role permission key user email credential'.split(' ')),
  destructive: new Set('force permanently'.split(' ')),
};
const mostWords = 8;

/** The words that speak for the category, the name's first. */
export function evidenceFor(category: Category, reading: ToolFeatures): CategoryEvidence[] {
  const evidence: CategoryEvidence[] = [];
  reading.deeds.forEach(({ verb, objects }, index) => {
    const says = reading.verdicts[index];
    if (says !== undefined) evidence.push({ field: 'name', words: [verb, ...objects].slice(0, mostWords), says });
  });
  for (const { parameter, value, category: says } of reading.schema.actions.slice(0, 50)) {
    evidence.push({ field: 'inputSchema', words: [parameter, value], says });
  }
  const wanted = telling[category];
  const parameters = [...reading.schema.parameters.keys()].filter((name) =>
    reading.schema.namesOf(name).some((word) => wanted?.has(word) === true),
  );
  if (parameters.length > 0) {
    evidence.push({ field: 'inputSchema', words: parameters.slice(0, mostWords), says: category });
  }
  const claims = reading.claims.filter((claim) => claim.category === category).slice(0, 3);
  for (const { verb, words } of claims) {
    evidence.push({ field: 'description', words: [verb, ...words.slice(0, 3)], says: category });
  }
  if (evidence.length === 0 && reading.words.length > 0) {
    evidence.push({ field: 'name', words: reading.words.slice(0, mostWords), says: category });
  }
  return evidence;
}

/** One sentence, in our words, on why the tool is of its category. */
export function reasonFor(category: Category, evidence: readonly CategoryEvidence[], unclassified: boolean): string {
  if (unclassified) return 'Neither its name nor its parameters say what it does, so it is treated as a grave change.';
  const best =
    evidence.find((one) => one.says === category) ??
    [...evidence].sort((one, other) => rankOf(other.says) - rankOf(one.says))[0];
  const meaning = meanings[category];
  if (best === undefined) return `Going by its server and its parameters, ${meaning}.`;
  const quoted = best.words
    .slice(0, 3)
    .map((word) => `“${word}”`)
    .join(', ');
  switch (best.field) {
    case 'name':
      return `Its name speaks of ${quoted}: ${meaning}.`;
    case 'inputSchema':
      return `Its parameters offer ${quoted}: ${meaning}.`;
    default:
      return `Its ${best.field} speaks of ${quoted}: ${meaning}.`;
  }
}

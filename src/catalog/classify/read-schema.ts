import { type Category, categories } from './category.ts';
import { domainsOf } from './domains.ts';
import { judgePhrase } from './judge-phrase.ts';
import { nameWords } from './name-words.ts';
import type { NounDomain } from './nouns.lexicon.ts';
import { readName } from './read-name.ts';
import { visibleText } from './visible-text.ts';

/** An action that a parameter's list of values offers. */
export interface SchemaAction {
  readonly parameter: string;
  readonly value: string;
  readonly category: Category;
}

/** What an input schema says, names, types and values only: descriptions in it are its author's prose. */
export interface SchemaFacts {
  /** Parameters, as the schema spells them, with their types. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly count: number;
  /** The words of a parameter's name. */
  readonly namesOf: (parameter: string) => readonly string[];
  /** The words of all names. */
  readonly words: ReadonlySet<string>;
  readonly domains: ReadonlySet<NounDomain>;
  readonly actions: readonly SchemaAction[];
}

const actionNames =
  /^(action|operation|op|method|command|verb|cmd|subcommand|sub_?command|function|task|action_?type|operation_?type|request_?type|event_?type|http_?method|request_?method|mode|type|intent)$/i;
const mildNames = /^(mode|type|intent|task|event_?type|method|function)$/i;
/** Parameters that say which of several kinds of things are looked for. */
const kindNames = /^(type|event_?type|intent)$/i;
const mostParameters = 200;
const none: ReadonlySet<string> = new Set();
const httpMethods = new Map<string, Category>([
  ['post', 'execute'],
  ['put', 'execute'],
  ['patch', 'execute'],
  ['delete', 'execute'],
]);

/**
 * Reads an input schema; whatever is no JSON Schema of an object reads as one without parameters.
 *
 * @param filters the name only looks something up: a list of kinds narrows down what
 */
export function readSchema(schema: unknown, filters = false): SchemaFacts {
  const parameters = new Map<string, string>();
  const actions: SchemaAction[] = [];
  const words = new Set<string>();
  const domains = new Set<NounDomain>();
  const split = new Map<string, readonly string[]>();
  for (const [name, value] of propertiesOf(schema).slice(0, mostParameters)) {
    const shape: Record<string, unknown> = typeof value === 'object' && value !== null ? { ...value } : {};
    parameters.set(name, typeof shape.type === 'string' ? shape.type : 'any');
    const own = nameWords(visibleText(name));
    split.set(name, own);
    for (const word of own) {
      words.add(word);
      for (const domain of domainsOf(word)) domains.add(domain);
    }
    if (actionNames.test(name) && !(filters && kindNames.test(name))) actions.push(...actionsOf(name, shape));
  }
  return { parameters, count: parameters.size, namesOf: (name) => split.get(name) ?? [], words, domains, actions };
}

function propertiesOf(schema: unknown): [string, unknown][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const properties: unknown = new Map(Object.entries(schema)).get('properties');
  return typeof properties === 'object' && properties !== null && !Array.isArray(properties)
    ? Object.entries(properties)
    : [];
}

/** The worst reading of each value that is a verb; `get_request_schema | execute` and the like say nothing of the tool. */
function actionsOf(parameter: string, shape: Record<string, unknown>): SchemaAction[] {
  const values = Array.isArray(shape.enum)
    ? shape.enum.filter((value): value is string => typeof value === 'string')
    : constantsOf(shape.anyOf ?? shape.oneOf);
  if (values.length < 2 && shape.enum === undefined) return [];
  // The reset button of a machine, beside its switch.
  const resetsPower = values.includes('off') || values.includes('reboot') || values.includes('restart');
  const methods = values.map((value) => value.toLowerCase().replace(/^(request|http)[._]/, ''));
  const sends = ['get', 'post', 'put', 'delete'].every((method) => methods.includes(method));
  const found = values.flatMap((value, at) => {
    const category =
      (resetsPower && value === 'reset') || (sends && httpMethods.has(methods[at] ?? ''))
        ? 'execute'
        : categoryOf(value, mildNames.test(parameter));
    return category === undefined ? [] : [{ parameter, value, category }];
  });
  // Of `mode` and `type` only a list of verbs is a list of actions.
  if (mildNames.test(parameter) && found.length * 2 <= values.length && found.length < 2) return [];
  // Statements of SQL that a rule is for, and the two steps of a generic client, say nothing of the tool.
  if (values.some((value) => value === 'get_request_schema' || value === 'SELECT')) return [];
  return found;
}

function constantsOf(branches: unknown): string[] {
  if (!Array.isArray(branches)) return [];
  return branches.flatMap((branch: unknown) => {
    const constant: unknown =
      typeof branch === 'object' && branch !== null ? new Map(Object.entries(branch)).get('const') : undefined;
    return typeof constant === 'string' ? [constant] : [];
  });
}

/** @param kinds the values may be kinds of things: a word that may be a noun is one */
function categoryOf(value: string, kinds: boolean): Category | undefined {
  const http = httpMethods.get(value.toLowerCase());
  if (http !== undefined && value === value.toUpperCase()) return http;
  const words = nameWords(visibleText(value).slice(0, 80));
  let worst: Category | undefined;
  for (const { act, verb, objects, loose } of readName(words)) {
    if (kinds && loose && objects.length === 0) continue;
    const category = judgePhrase({ act, verb, objects, around: [], foreign: [], kinds: none, parameters: none });
    if (worst === undefined || categories.indexOf(category) > categories.indexOf(worst)) worst = category;
  }
  return worst;
}

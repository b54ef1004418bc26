import type { z } from 'zod';

/** What a value is expected to be, as the reader of the configuration file calls it. */
const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  null: 'null',
  number: 'a number',
  object: 'a mapping',
  record: 'a mapping',
  string: 'a string',
  stringbool: 'true or false',
};

type Issue = z.core.$ZodRawIssue;

/**
 * Says what is wrong with an input in the words of the other readers of configuration, where a schema has none of its own.
 * No value is repeated: it may be a secret.
 */
export function inputWords(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return expected(kindNamed(issue.expected), issue.input);
    case 'invalid_value': {
      // Another word in the place of one is not told by its type, and never repeated.
      const words = among(issue.values.map(String));
      return typeof issue.input === 'string' ? `must be ${words}` : expected(words, issue.input);
    }
    case 'too_small':
      return issue.minimum === 1 && issue.origin !== 'number' && issue.origin !== 'int'
        ? 'must not be empty'
        : `must ${bound(issue, issue.inclusive === false ? 'more than' : 'at least', issue.minimum)}`;
    case 'too_big':
      return `must ${bound(issue, issue.inclusive === false ? 'less than' : 'at most', issue.maximum)}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return `unknown ${issue.keys.length === 1 ? 'key' : 'keys'} ${some(issue.keys)}`;
    case 'invalid_union':
      return expected(union(issue.errors), issue.input);
    case 'invalid_format':
      return `must have the form of ${issue.format === 'regex' ? String(issue.pattern) : issue.format}`;
    case 'invalid_key':
      return 'this name is not possible here';
    default:
      return 'this is not possible here';
  }
}

function expected(what: string, input: unknown): string {
  return input === undefined ? `is missing: expected ${what}` : `expected ${what}, found ${found(input)}`;
}

function kindNamed(kind: string): string {
  return kinds[kind] ?? kind;
}

function found(input: unknown): string {
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'a list';
  return typeof input === 'string' || typeof input === 'object' || typeof input === 'boolean'
    ? kindNamed(typeof input)
    : 'a number';
}

/** So many names are said at most. */
const mostNames = 20;

function some(names: readonly string[]): string {
  const more = names.length - mostNames;
  return more <= 0 ? names.join(', ') : `${names.slice(0, mostNames).join(', ')} and ${more} more`;
}

function among(words: readonly string[]): string {
  return words.length === 1 ? String(words[0]) : `one of ${words.join(', ')}`;
}

/** Each form that there is, by the first thing that is wrong with what was given as one. */
function union(forms: readonly (readonly z.core.$ZodIssue[])[]): string {
  const words = forms.flatMap(([first]) => {
    if (first === undefined || first.path.length > 0) return [];
    if (first.code === 'invalid_type') return kindNamed(first.expected);
    return first.code === 'invalid_value' ? among(first.values.map(String)) : [];
  });
  return words.length === 0 ? 'another form' : [...new Set(words)].join(' or ');
}

function bound({ origin }: Issue, than: string, limit: number | bigint): string {
  if (origin === 'string') return `have ${than} ${limit} characters`;
  return origin === 'number' || origin === 'int' || origin === 'bigint'
    ? `be ${than} ${limit}`
    : `have ${than} ${limit} members`;
}

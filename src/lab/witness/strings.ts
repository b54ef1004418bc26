import { isJsonObject, type JsonValue } from '../../protocol/index.ts';
import { addressesAround } from './addresses.ts';
import { hostsAround, publicAndNot } from './hosts.ts';
import { regexSamples } from './regex-samples.ts';
import { schemaSamples } from './schema-samples.ts';
import type { Wish } from './wish.ts';

/** Strings for a set of wishes, and whether they fall into every class that the wishes can tell apart. */
export interface Strings {
  readonly values: readonly string[];
  /**
   * `complete`: every class is met. `paired`: there is one wish whose answers can be told apart by trying: whoever has
   * the judge sees whether each of them was met. `open`: wishes of several kinds meet, and nobody knows which of their
   * answers can go together.
   */
  readonly reach: 'complete' | 'paired' | 'open';
}

/** Longest text that is made for a length. */
const mostLength = 10_000;

/**
 * @param fresh letters that stand in no operand
 */
export function stringsFor(wishes: readonly Wish[], fresh: string): Strings {
  const families = new Map<string, Wish[]>();
  for (const wish of wishes) {
    const family = familyOf(wish);
    if (family !== undefined) families.set(family, [...(families.get(family) ?? []), wish]);
  }
  const operands = wishes.flatMap(({ op, operand }) => (op === 'schema' ? [] : textsIn(operand)));
  const made = [...families].map(([family, members]) => make(family, members, fresh));
  const values = [...operands, fresh, '', ...made.flatMap((each) => each.values), ...mixed(wishes, fresh)];
  const [only] = made;
  const reach = made.length === 0 ? 'complete' : made.length > 1 || only === undefined ? 'open' : only.reach;
  return { values: [...new Set(values)].filter((value) => value.isWellFormed()), reach };
}

/** What a wish asks of strings; `undefined` where it tells no two strings apart but its own operands. */
function familyOf(wish: Wish): string | undefined {
  const { op, operand } = wish;
  switch (op) {
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return typeof operand === 'string' ? 'time' : undefined;
    case 'starts_with':
    case 'ends_with':
    case 'path_within':
    case 'in_cidr':
    case 'host_in':
      return op;
    case 'length_lte':
    case 'length_gte':
      return 'length';
    case 'contains':
      return typeof operand === 'string' ? `contains ${operand}` : undefined;
    case 'glob':
    case 'regex':
    case 'fullmatch':
      return `${op} ${JSON.stringify(operand)}`;
    case 'public_host':
      return op;
    case 'schema':
      return isPlain(operand) ? undefined : `schema ${JSON.stringify(operand)}`;
    case 'per':
      return operand === 'host' || operand === 'path' ? `per ${operand}` : undefined;
    default:
      return undefined;
  }
}

function make(family: string, wishes: readonly Wish[], fresh: string): Strings {
  const texts = wishes.flatMap(({ operand }) => textsIn(operand));
  switch (family) {
    case 'time':
      return times(texts);
    case 'starts_with':
      return { values: texts.map((text) => text + fresh), reach: 'complete' };
    case 'ends_with':
      return { values: texts.map((text) => fresh + text), reach: 'complete' };
    case 'path_within': {
      const below = texts.map((text) => `${text.replace(/\/$/, '')}/${fresh}`);
      return { values: [`/${fresh}`, ...below, `${texts[0] ?? ''}/../${fresh}`], reach: 'complete' };
    }
    case 'in_cidr':
      return { values: addressesAround(texts), reach: 'complete' };
    case 'host_in':
      return { values: hostsAround(texts, fresh), reach: 'complete' };
    case 'length':
      return lengths(wishes, fresh);
    case 'public_host':
    case 'per host':
      return { values: publicAndNot, reach: 'paired' };
    case 'per path':
      return { values: [`/${fresh}`, `/${fresh}/../${fresh}`], reach: 'paired' };
    default:
      return { values: wishes.flatMap((wish) => samples(wish, fresh)), reach: 'paired' };
  }
}

function samples({ op, operand }: Wish, fresh: string): readonly string[] {
  if (op === 'schema') return schemaSamples(operand).filter((value) => typeof value === 'string');
  if (typeof operand !== 'string') return [];
  if (op === 'contains') return [fresh + operand + fresh];
  if (op === 'glob') return [operand.replaceAll('*', ''), operand.replaceAll('*', fresh)];
  return regexSamples(operand).flatMap((text) => [text, text + fresh, fresh + text, `${text}\n`, text.toUpperCase()]);
}

/** Texts that several wishes may share: what begins as one asks and ends as another does. */
function mixed(wishes: readonly Wish[], fresh: string): string[] {
  const texts = (...ops: readonly string[]): string[] =>
    wishes.filter(({ op }) => ops.includes(op)).flatMap(({ operand }) => textsIn(operand));
  const heads = texts('starts_with', 'path_within').slice(0, 6);
  const tails = texts('ends_with', 'contains').slice(0, 6);
  return heads.flatMap((head) =>
    tails.flatMap((tail) => [head + tail, `${head}/${fresh}${tail}`, head + tail + fresh]),
  );
}

function times(texts: readonly string[]): Strings {
  const moments = [...new Set(texts.map((text) => Date.parse(text)))].toSorted((a, b) => a - b);
  const iso = (ms: number): string => new Date(ms).toISOString();
  const between = moments.slice(1).map((moment, index) => [moments[index] ?? moment, moment] as const);
  const values = [
    (moments[0] ?? 0) - 1000,
    ...between.map(([a, b]) => Math.floor((a + b) / 2)),
    (moments.at(-1) ?? 0) + 1000,
  ];
  // Closer than two milliseconds, or finer than one: there may be a moment between that is not met.
  const coarse = between.every(([a, b]) => b - a >= 2) && !texts.some((text) => /\.\d{4}/.test(text));
  return { values: values.filter((ms) => Math.abs(ms) < 8e15).map(iso), reach: coarse ? 'complete' : 'open' };
}

function lengths(wishes: readonly Wish[], fresh: string): Strings {
  const cuts = wishes.flatMap(({ operand }) => (typeof operand === 'number' ? [operand] : []));
  const wanted = [...new Set(cuts.flatMap((cut) => [cut - 1, cut, cut + 1]))].filter((n) => n >= 0 && n <= mostLength);
  const letter = fresh[0] ?? 'x';
  return {
    values: wanted.map((n) => letter.repeat(n)),
    reach: cuts.every((cut) => cut < mostLength) ? 'complete' : 'open',
  };
}

/** Every text in an operand. */
export function textsIn(operand: JsonValue | undefined): string[] {
  if (typeof operand === 'string') return [operand];
  return Array.isArray(operand) ? operand.filter((item) => typeof item === 'string') : [];
}

/** Keywords that tell apart types, listed values and runs of numbers only. */
const plain = new Set(
  'type enum const minimum maximum exclusiveMinimum exclusiveMaximum title description default examples $comment deprecated readOnly writeOnly'.split(
    ' ',
  ),
);

/** A subschema whose classes are the JSON types, the values that it lists, and the runs between its bounds. */
export function isPlain(schema: JsonValue | undefined): boolean {
  if (schema === undefined || typeof schema === 'boolean') return true;
  return isJsonObject(schema) && Object.keys(schema).every((key) => plain.has(key));
}

import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { directoriesOf } from './directories.ts';
import { niceAbove } from './nice-number.ts';
import type { SuggestStrictness } from './strictness.ts';

/** What every value that was seen has in common: a condition on the argument, or a schema of it. */
export type ValueRule =
  | { readonly kind: 'condition'; readonly op: 'path_within' | 'host_in'; readonly value: readonly string[] }
  | { readonly kind: 'schema'; readonly schema: JsonObject };

/** Most hosts that a rule lists. */
const mostHosts = 8;
/** Most values of an enumeration, and how often each must have been seen on average. */
const mostOfEnum = 5;
const timesEach = 3;
/** Calls from which a value is a habit. */
const habit = 10;

/**
 * @param key the argument's name: a bare host can only be told from another word by what it is called
 * @param values all that were seen, one at least
 */
export function valueRule(
  key: string,
  values: readonly JsonValue[],
  strictness: SuggestStrictness,
): ValueRule | undefined {
  if (values.every((value) => typeof value === 'string')) return ofTexts(key, values, strictness);
  if (values.every((value) => typeof value === 'number')) return ofNumbers(values, strictness);
  return undefined;
}

function ofTexts(key: string, values: readonly string[], { enums }: SuggestStrictness): ValueRule | undefined {
  const directories = directoriesOf(values);
  if (directories !== undefined) return { kind: 'condition', op: 'path_within', value: directories };
  const hosts = hostsOf(key, values);
  if (hosts !== undefined) return { kind: 'condition', op: 'host_in', value: hosts };
  const different = [...new Set(values)].toSorted();
  const isHabit = values.length >= habit && values.length >= timesEach * different.length;
  if (!enums || !isHabit || different.length > mostOfEnum || different.some((value) => value.length > 64))
    return undefined;
  return { kind: 'schema', schema: { enum: different } };
}

/** The hosts of URLs, or of what is called a host and looks like one. */
function hostsOf(key: string, values: readonly string[]): readonly string[] | undefined {
  const bare = /host|domain/i.test(key) && values.every((value) => /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i.test(value));
  const urls = values.every((value) => /^(?:https?|wss?):\/\//i.test(value) && URL.canParse(value));
  if (!bare && !urls) return undefined;
  const hosts = new Set(values.map((value) => (bare ? value.toLowerCase() : new URL(value).host)));
  return hosts.size <= mostHosts ? [...hosts].toSorted() : undefined;
}

function ofNumbers(values: readonly number[], { rangeFactor }: SuggestStrictness): ValueRule | undefined {
  if (rangeFactor === undefined || values.length < habit) return undefined;
  const [least, greatest] = spanOf(values);
  const type = values.every(Number.isSafeInteger) ? 'integer' : 'number';
  if (rangeFactor === 1) return { kind: 'schema', schema: { type, minimum: least, maximum: greatest } };
  const minimum = least < 0 ? -niceAbove(-least * rangeFactor) : 0;
  return { kind: 'schema', schema: { type, minimum, maximum: niceAbove(Math.max(greatest, 0) * rangeFactor) } };
}

/** The least and the greatest of many: more than a call may have arguments. */
export function spanOf(values: readonly number[]): readonly [least: number, greatest: number] {
  return values.reduce<readonly [number, number]>(
    ([least, greatest], value) => [Math.min(least, value), Math.max(greatest, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

import type { ArgumentPath } from './argument-paths.ts';
import { isList, type JsonObject, type JsonValue } from './json.ts';

/** The name that JSON Schema has for the type of a value. */
function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  return isList(value) ? 'array' : typeof value;
}

const firsts: ReadonlyMap<string, JsonValue> = new Map<string, JsonValue>([
  ['string', ''],
  ['number', 0],
  ['integer', 0],
  ['boolean', true],
  ['array', []],
  ['object', {}],
  ['null', null],
]);

/** A value to begin with, of a type that the argument may have: one of another would let no call pass. */
export function firstValue(argument: ArgumentPath | undefined): JsonValue {
  const types = argument?.types ?? [];
  return types.includes('string') ? '' : (firsts.get(types[0] ?? 'string') ?? '');
}

/** A condition to begin with: about the tool’s first argument. Whether a list or an object is there can always be asked. */
export function firstCondition(offered: readonly ArgumentPath[]): JsonObject {
  const [first] = offered;
  const path = first?.path ?? 'args.';
  const value = firstValue(first);
  return typeof value === 'object' ? { path, op: 'exists', value: true } : { path, op: 'eq', value };
}

/** Whether nobody has chosen a value yet: it is the one that a condition about this argument begins with. */
export const isUntouched = (value: JsonValue | undefined, argument: ArgumentPath | undefined): boolean =>
  value !== undefined && JSON.stringify(value) === JSON.stringify(firstValue(argument));

const compares = new Set(['eq', 'neq', 'in', 'not_in']);
const words: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['integer', 'a whole number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'an object'],
  ['null', 'null'],
]);
const named = (types: readonly string[]): string => types.map((type) => words.get(type) ?? type).join(' or ');

/**
 * What is odd about comparing an argument with values of types that it never has by the tool’s schema. The engine judges
 * no such comparison (`"5"` is not `5`), so that each call is refused, or asked about.
 *
 * @returns nothing where a value may be equal
 */
export function misfit(
  argument: ArgumentPath | undefined,
  op: string,
  value: JsonValue | undefined,
): string | undefined {
  if (argument === undefined || argument.types.length === 0 || value === undefined || !compares.has(op))
    return undefined;
  const values = op === 'in' || op === 'not_in' ? (isList(value) ? value : []) : [value];
  const given = [...new Set(values.map(typeOf))];
  const may = new Set(argument.types.flatMap((type) => (type === 'integer' ? ['integer', 'number'] : [type])));
  if (given.length === 0 || given.some((type) => may.has(type))) return undefined;
  return `By the tool’s schema ${argument.path} is ${named(argument.types)}. Compared with ${named(given)}, it lets no call pass unasked.`;
}

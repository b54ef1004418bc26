import type { ArgumentPath } from './argument-paths.ts';
import { firstValue } from './first-condition.ts';
import { isList, isObject, type JsonObject, type JsonValue, member } from './json.ts';

/** What an operator compares with: decides which control the builder shows. */
export type Operand = 'any' | 'anyList' | 'order' | 'flag' | 'type' | 'text' | 'count' | 'textList' | 'none';

export interface Operator {
  readonly name: string;
  readonly doc: string;
  readonly operand: Operand;
}

/**
 * The operators, read out of the engine’s own schema, so that one that is added there is one that can be chosen here.
 *
 * @param schema what `toolgate policy schema` prints
 */
export function operatorsOf(schema: JsonObject): readonly Operator[] {
  const anyOf = member(member(member(schema, '$defs'), 'condition'), 'anyOf');
  if (!isList(anyOf)) return [];
  return anyOf.flatMap((leaf) => {
    const properties = member(leaf, 'properties');
    const name = member(member(properties, 'op'), 'const');
    const doc = member(leaf, 'description');
    if (typeof name !== 'string') return [];
    return [{ name, doc: typeof doc === 'string' ? doc : '', operand: operandOf(member(properties, 'value')) }];
  });
}

function operandOf(value: JsonValue | undefined): Operand {
  if (!isObject(value) || Object.keys(value).length === 0) return 'any';
  if (Object.hasOwn(value, 'const')) return 'none';
  if (Object.hasOwn(value, 'enum')) return 'type';
  const type = value.type;
  if (isList(type)) return 'order';
  if (type === 'array') return isObject(member(value, 'items')) ? 'textList' : 'anyList';
  if (type === 'boolean') return 'flag';
  if (type === 'integer') return 'count';
  return 'text';
}

const forText = [
  'eq',
  'neq',
  'in',
  'not_in',
  'starts_with',
  'ends_with',
  'contains',
  'glob',
  'regex',
  'fullmatch',
  'path_within',
  'host_in',
  'public_host',
  'in_cidr',
  'length_lte',
  'length_gte',
];
const byType: ReadonlyMap<string, readonly string[]> = new Map([
  ['string', forText],
  ['number', ['eq', 'neq', 'lt', 'lte', 'gt', 'gte', 'in', 'not_in']],
  ['integer', ['eq', 'neq', 'lt', 'lte', 'gt', 'gte', 'in', 'not_in']],
  ['boolean', ['eq', 'neq']],
  ['array', ['contains', 'length_lte', 'length_gte', 'eq', 'neq']],
  ['object', ['eq', 'neq']],
]);
const always = ['exists', 'type'];

/** The operators that judge a value of these types come first; the others follow, since the call decides, not the schema. */
export function suited(
  operators: readonly Operator[],
  types: readonly string[],
): {
  readonly fitting: readonly Operator[];
  readonly others: readonly Operator[];
} {
  const names = new Set([...types.flatMap((type) => byType.get(type) ?? []), ...always]);
  if (types.length === 0) return { fitting: operators, others: [] };
  return {
    fitting: operators.filter(({ name }) => names.has(name)),
    others: operators.filter(({ name }) => !names.has(name)),
  };
}

/** An operand to begin with, of the right type. It may still be one that the engine refuses (an empty text): it says so. */
export function firstOperand(operand: Operand, argument?: ArgumentPath): JsonValue | undefined {
  switch (operand) {
    case 'none':
      return undefined;
    case 'flag':
      return true;
    case 'count':
      return 10;
    case 'order':
      return 0;
    case 'type':
      return 'string';
    case 'anyList':
    case 'textList':
      return [];
    case 'any':
      return firstValue(argument);
    case 'text':
      return '';
  }
}

import canonicalize from 'canonicalize';
import { isJsonObject, type JsonValue } from '../../protocol/index.ts';
import { numbersAround } from './numbers.ts';
import { boundsIn, distinct, schemaSamples } from './schema-samples.ts';
import { isPlain, stringsFor } from './strings.ts';
import { isForeseen, type Wish } from './wish.ts';

export type DomainReach = 'complete' | 'paired' | 'open';

/** Values for what is asked of one place, by JSON type, and how far each type's go (see `Strings.reach`). */
export interface Domain {
  readonly values: readonly JsonValue[];
  /** Values that stand in an operand: each is a class of its own. */
  readonly listed: ReadonlySet<string>;
  readonly reach: ReadonlyMap<'string' | 'number' | 'array' | 'object', DomainReach>;
}

/** Values in every class that the wishes can tell apart, as far as that can be had; the simple ones first. */
export function domainOf(wishes: readonly Wish[]): Domain {
  const fresh = freshFor(wishes);
  const named = wishes.flatMap(namedBy);
  const listed = new Set(named.map((value) => canonicalize(value) ?? ''));
  const strings = stringsFor(wishes, fresh);
  const numbers = numbersOf(wishes);
  const arrays = arraysOf(wishes, fresh);
  const samples = wishes.filter((wish) => isRich(wish)).flatMap(({ operand }) => schemaSamples(operand));
  // What a policy probably means comes first, so that an example is not a value of a type that nobody expects.
  const numeric =
    wishes.some(({ operand }) => typeof operand === 'number') && !wishes.some(({ op }) => op.startsWith('length_'));
  const inOrder = numeric ? [...numbers.values, ...strings.values] : [...strings.values, ...numbers.values];
  const objects: JsonValue[] = [{}, { [fresh]: fresh }];
  return {
    values: distinct([...named, ...inOrder, true, false, null, ...arrays.values, ...objects, ...samples]),
    listed,
    reach: wishes.every(isForeseen)
      ? new Map([
          ['string', strings.reach],
          ['number', numbers.reach],
          ['array', arrays.reach],
          ['object', samplesReach(wishes)],
        ])
      : new Map([
          ['string', 'open'],
          ['number', 'open'],
          ['array', 'open'],
          ['object', 'open'],
        ]),
  };
}

/** Letters that stand in no operand, so that what is made of them equals nothing that a policy names. */
function freshFor(wishes: readonly Wish[]): string {
  const written = JSON.stringify(wishes.map(({ operand }) => operand ?? null)).toLowerCase();
  return ['x', 'other', 'zq', 'qz', 'xyz', 'wvut'].find((text) => !written.includes(text)) ?? 'toolgate-other';
}

/** The values that a wish names: it says of each whether it is one of them. */
function namedBy({ op, operand }: Wish): JsonValue[] {
  if (operand === undefined) return [];
  if (op === 'eq' || op === 'neq') return [operand];
  if (op === 'in' || op === 'not_in') return Array.isArray(operand) ? operand : [];
  if (op !== 'schema' || !isJsonObject(operand)) return [];
  return [
    ...(operand.const === undefined ? [] : [operand.const]),
    ...(Array.isArray(operand.enum) ? operand.enum : []),
  ];
}

/** Whether a wish is a subschema that tells apart more than listed values and runs of numbers, among values of a type. */
function isRich({ op, operand }: Wish, type?: string): boolean {
  if (op !== 'schema' || isPlain(operand)) return false;
  if (type === undefined || !isJsonObject(operand) || operand.type === undefined) return true;
  const types = Array.isArray(operand.type) ? operand.type : [operand.type];
  return types.includes(type) || (type === 'number' && types.includes('integer'));
}

/** Largest amount that a limit can count. */
const mostCost = 2 ** 53 / 1e6;

function numbersOf(wishes: readonly Wish[]): { readonly values: readonly number[]; readonly reach: DomainReach } {
  const cuts = wishes.flatMap((wish) => {
    if (wish.op === 'cost') return [0, mostCost];
    if (wish.op === 'schema') return boundsIn(wish.operand);
    const compares = ['lt', 'lte', 'gt', 'gte'].includes(wish.op) ? [wish.operand] : namedBy(wish);
    return compares.filter((value) => typeof value === 'number');
  });
  const fine = wishes.some(({ op, operand }) => op === 'cost' || (op === 'schema' && typeof operand !== 'boolean'));
  const values = numbersAround(cuts, fine).filter((value) => Number.isFinite(value) && Math.abs(value) <= 2 ** 53);
  const rich = wishes.filter((wish) => isRich(wish, 'number'));
  return {
    values,
    reach: rich.length === 0 ? 'complete' : rich.length === 1 && wishes.length === 1 ? 'paired' : 'open',
  };
}

function arraysOf(
  wishes: readonly Wish[],
  fresh: string,
): { readonly values: readonly JsonValue[]; readonly reach: DomainReach } {
  const members = distinct(
    wishes.flatMap(({ op, operand }) => (op === 'contains' && operand !== undefined ? [operand] : [])),
  );
  const cuts = wishes.flatMap(({ op, operand }) =>
    op.startsWith('length_') && typeof operand === 'number' ? [operand] : [],
  );
  const lengths = [...new Set(cuts.flatMap((cut) => [cut - 1, cut, cut + 1]))].filter((n) => n >= 0 && n <= 1000);
  const few = members.slice(0, 4);
  const subsets = Array.from({ length: 1 << few.length }, (_, bits) => few.filter((__, index) => bits & (1 << index)));
  const kinds =
    (members.length > 0 ? 1 : 0) + (cuts.length > 0 ? 1 : 0) + wishes.filter((wish) => isRich(wish, 'array')).length;
  const met = members.length <= 4 && cuts.every((cut) => cut < 1000);
  return {
    values: [
      [],
      [fresh],
      ...subsets,
      ...members.map((member) => [member]),
      ...lengths.map((n) => Array(n).fill(fresh)),
    ],
    reach: kinds > 1 || !met ? 'open' : wishes.some((wish) => isRich(wish, 'array')) ? 'paired' : 'complete',
  };
}

function samplesReach(wishes: readonly Wish[]): DomainReach {
  const rich = wishes.filter((wish) => isRich(wish, 'array')).length;
  return rich === 0 ? 'complete' : rich === 1 ? 'paired' : 'open';
}

import canonicalize from 'canonicalize';
import type { JsonValue } from '../../protocol/index.ts';
import { domainOf } from '../witness/domain.ts';
import { mayBeUnknown } from '../witness/wish.ts';
import type { ValueTree } from './value-tree.ts';

/** Values of one place, one of each class that was met; `complete` where there can be no other class. */
export interface Values {
  readonly values: readonly JsonValue[];
  readonly complete: boolean;
}

/** What every question that concerns the place answers, as one text; values that answer alike are one class. */
export type Observe = (value: JsonValue) => string;

/** Most objects that are put together of the values of their keys, and most lists of those of their elements. */
const mostObjects = 3_000;
const mostLists = 400;

export function valuesAt(tree: ValueTree, observe: Observe): Values {
  const own = domainOf(tree.wishes);
  const { keys, indexes, every } = tree;
  let complete = reaches(tree, own, observe);
  const inside: JsonValue[] = [];
  if (keys.size > 0) {
    const made = objectsOf(tree, observe);
    inside.push(...made.values);
    complete &&= made.complete && own.reach.get('object') === 'complete';
  }
  if (every !== undefined) {
    const made = listsOf(every, observe);
    inside.push(...made.values);
    complete &&= made.complete && indexes.size === 0 && !judgesLists(tree);
  }
  if (indexes.size > 0) {
    inside.push(...indexedLists(tree, observe));
    complete &&= false;
  }
  return { values: oneOfEach([...own.values, ...inside], observe), complete };
}

/** Whether every class of every JSON type was met by the place's own values. */
function reaches(tree: ValueTree, own: ReturnType<typeof domainOf>, observe: Observe): boolean {
  for (const [type, reach] of own.reach) {
    if (reach === 'complete') continue;
    if (reach === 'open') return false;
    // One question whose answers are told apart by trying: each of them must have been met.
    const tried = own.values.filter((value) => typeName(value) === type && !own.listed.has(canonicalize(value) ?? ''));
    const answers = tree.wishes.some(mayBeUnknown) ? 3 : 2;
    if (new Set(tried.map(observe)).size < answers) return false;
  }
  return true;
}

function judgesLists(tree: ValueTree): boolean {
  return tree.wishes.some(
    ({ op, operand }) =>
      op === 'contains' || op.startsWith('length_') || (op === 'schema' && typeof operand === 'object'),
  );
}

function typeName(value: JsonValue): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Objects of every combination of what their keys may hold, or of few at a time where those are too many. */
function objectsOf({ keys }: ValueTree, observe: Observe): Values {
  const parts = [...keys].map(([key, child]) => ({
    key,
    ...valuesAt(child, (value) => observe({ [key]: value })),
  }));
  const combinations = parts.reduce((product, { values }) => product * (values.length + 1), 1);
  const complete = parts.every((part) => part.complete) && combinations <= mostObjects;
  const few = combinations > mostObjects ? Math.max(2, Math.floor(mostObjects ** (1 / parts.length)) - 1) : undefined;
  let objects: readonly { readonly [key: string]: JsonValue }[] = [{}];
  for (const { key, values } of parts) {
    const used = few === undefined ? values : values.slice(0, few);
    const grown = objects.flatMap((object) => [object, ...used.map((value) => ({ ...object, [key]: value }))]);
    objects = grown.slice(0, mostObjects);
  }
  const singles = parts.flatMap(({ key, values }) => values.map((value) => ({ [key]: value })));
  return { values: [...objects, ...singles], complete };
}

/** Lists of one element of each class, and of more where together they answer as no single one does. */
function listsOf(every: ValueTree, observe: Observe): Values {
  const elements = valuesAt(every, (value) => observe([value]));
  const found = new Map<string, readonly JsonValue[]>();
  for (const element of elements.values) found.set(observe([element]), [element]);
  for (const list of found.values()) {
    if (found.size > mostLists) return { values: [[], ...found.values()], complete: false };
    for (const element of elements.values) {
      const longer = [...list, element];
      const answer = observe(longer);
      if (!found.has(answer)) found.set(answer, longer);
    }
  }
  return { values: [[], ...found.values()], complete: elements.complete };
}

function indexedLists({ indexes }: ValueTree, observe: Observe): JsonValue[] {
  const at = (list: readonly JsonValue[], index: number, value: JsonValue): JsonValue[] =>
    Array.from({ length: Math.max(list.length, index + 1) }, (_, place) =>
      place === index ? value : (list[place] ?? null),
    );
  let lists: JsonValue[][] = [[]];
  for (const [index, child] of indexes) {
    if (index > 1000) continue;
    const { values } = valuesAt(child, (value) => observe(at([], index, value)));
    lists = lists.flatMap((list) => [list, ...values.map((value) => at(list, index, value))]).slice(0, mostLists);
  }
  return lists;
}

function oneOfEach(values: readonly JsonValue[], observe: Observe): JsonValue[] {
  const found = new Map<string, JsonValue>();
  for (const value of values) {
    const answer = observe(value);
    if (!found.has(answer)) found.set(answer, value);
  }
  return [...found.values()];
}

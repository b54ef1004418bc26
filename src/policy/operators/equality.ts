import type { JsonValue } from '../../protocol/index.ts';
import type { Predicate } from '../condition/condition.ts';
import type { Meter } from '../condition/meter.ts';
import { type Truth, unknown } from '../condition/truth.ts';
import { toJson } from '../source/tree.ts';
import { equal, typeOf } from './equal.ts';
import type { Operator } from './operator.ts';

/** A value whose type is that of no operand is unjudgeable: "5" is not 5, and not surely something else either. */
function member(operands: readonly JsonValue[], wanted: boolean): Predicate {
  const types = new Set(operands.map(typeOf));
  const scalars = new Set(operands.filter((operand) => operand === null || typeof operand !== 'object'));
  const deep = operands.filter((operand) => operand !== null && typeof operand === 'object');
  const judgesAll = scalars.has(null);
  const test = (value: JsonValue, meter: Meter): Truth => {
    if (!judgesAll && !types.has(typeOf(value))) return unknown;
    const found =
      value === null || typeof value !== 'object'
        ? scalars.has(value)
        : deep.some((operand) => {
            meter.spend(1);
            return equal(operand, value, meter);
          });
    return found === wanted;
  };
  return { kind: 'value', judgesNull: judgesAll, test };
}

const one =
  (wanted: boolean): Operator['read'] =>
  (node) =>
    member([toJson(node)], wanted);

const many =
  (wanted: boolean): Operator['read'] =>
  (node, pointer, report) => {
    if (node.kind !== 'array' || node.items.length === 0) {
      return report.noList(node, pointer, 'a list of values, not empty');
    }
    return member(node.items.map(toJson), wanted);
  };

const anything = {};
const listOfAnything = { type: 'array', minItems: 1 };

export const equality: readonly Operator[] = [
  { name: 'eq', doc: 'Equal, deeply and by JSON type: "5" is not 5.', operand: anything, read: one(true) },
  { name: 'neq', doc: 'Not equal.', operand: anything, negative: true, read: one(false) },
  { name: 'in', doc: 'A member of the list.', operand: listOfAnything, read: many(true) },
  { name: 'not_in', doc: 'No member of the list.', operand: listOfAnything, negative: true, read: many(false) },
];

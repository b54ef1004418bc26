import type { Predicate } from '../condition/condition.ts';
import type { Meter } from '../condition/meter.ts';
import { isList } from '../condition/resolve.ts';
import { unknown } from '../condition/truth.ts';
import { toJson } from '../source/tree.ts';
import { equal } from './equal.ts';
import { globMatches, globOf } from './glob.ts';
import { indexIn, searchCost } from './index-in.ts';
import type { Operator } from './operator.ts';
import { maxPatternBytes } from './regex.ts';

/** A test of strings; its operand is a string that is not empty, since an empty one always holds. */
function onStrings(name: string, doc: string, make: (operand: string) => (value: string) => boolean): Operator {
  return {
    name,
    doc,
    operand: { type: 'string', minLength: 1 },
    read(node, pointer, report) {
      if (node.kind !== 'string' || node.value === '') return report.wrongType(node, pointer, 'a string, not empty');
      if (name === 'glob' && Buffer.byteLength(node.value) > maxPatternBytes) {
        return report.error(
          { pointer, start: node.start },
          `a glob of at most ${maxPatternBytes} bytes`,
          'a longer one',
        );
      }
      const { length } = node.value;
      return strings(make(node.value), name === 'glob' ? (value) => searchCost(value, length) : () => length >> 6);
    },
  };
}

function strings(test: (value: string) => boolean, cost: (value: string) => number): Predicate {
  return {
    kind: 'value',
    judgesNull: false,
    test: (value, meter) => {
      if (typeof value !== 'string') return unknown;
      meter.spend(cost(value));
      return test(value);
    },
  };
}

const contains: Operator = {
  name: 'contains',
  doc: 'A string that has the substring, or a list that has the member.',
  operand: {},
  read(node) {
    const operand = toJson(node);
    return {
      kind: 'value',
      judgesNull: false,
      test: (value, meter) => {
        if (isList(value)) return value.some((member) => sameAs(member, operand, meter));
        if (typeof value !== 'string' || typeof operand !== 'string') return unknown;
        meter.spend(searchCost(value, operand.length));
        return indexIn(value, operand) >= 0;
      },
    };
  },
};

function sameAs(member: Parameters<typeof equal>[0], operand: Parameters<typeof equal>[1], meter: Meter): boolean {
  meter.spend(1);
  return equal(member, operand, meter);
}

export const texts: readonly Operator[] = [
  contains,
  onStrings('starts_with', 'A string that begins so.', (operand) => (value) => value.startsWith(operand)),
  onStrings('ends_with', 'A string that ends so.', (operand) => (value) => value.endsWith(operand)),
  onStrings(
    'glob',
    'A string that the glob stands for; `*` is any run of characters, nothing else is special.',
    (operand) => {
      const glob = globOf(operand);
      return (value) => globMatches(glob, value);
    },
  ),
];

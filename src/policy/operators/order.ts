import { unknown } from '../condition/truth.ts';
import type { Operator } from './operator.ts';
import { compareMoments, momentOf } from './rfc3339.ts';

/** Compares numbers with numbers and RFC 3339 times with RFC 3339 times; everything else is unjudgeable. */
function ordering(name: string, doc: string, accepts: (order: number) => boolean): Operator {
  return {
    name,
    doc,
    operand: { type: ['number', 'string'] },
    read(node, pointer, report) {
      const expected = 'a number or an RFC 3339 time';
      if (node.kind === 'number') {
        const limit = node.value;
        return {
          kind: 'value',
          judgesNull: false,
          test: (value) => (typeof value === 'number' ? accepts(value - limit) : unknown),
        };
      }
      if (node.kind !== 'string') return report.wrongType(node, pointer, expected);
      const limit = momentOf(node.value);
      if (limit === undefined) return report.wrongType(node, pointer, expected);
      return {
        kind: 'value',
        judgesNull: false,
        test: (value, meter) => {
          if (typeof value !== 'string') return unknown;
          meter.spend(32 + (value.length >> 4));
          const moment = momentOf(value);
          return moment === undefined ? unknown : accepts(compareMoments(moment, limit));
        },
      };
    },
  };
}

export const order: readonly Operator[] = [
  ordering('lt', 'Less than: both numbers, or both RFC 3339 times.', (order) => order < 0),
  ordering('lte', 'Less than or equal.', (order) => order <= 0),
  ordering('gt', 'Greater than.', (order) => order > 0),
  ordering('gte', 'Greater than or equal.', (order) => order >= 0),
];

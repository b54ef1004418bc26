import { unknown } from '../condition/truth.ts';
import { type JsonType, jsonTypes, typeOf } from './equal.ts';
import type { Operator } from './operator.ts';

export const presence: readonly Operator[] = [
  {
    name: 'exists',
    doc: 'The path is present (`true`, the default) or absent (`false`). JSON null counts as absent.',
    operand: { type: 'boolean' },
    optional: true,
    absent: { kind: 'exists', present: true },
    read(node, pointer, report) {
      if (node.kind !== 'boolean') return report.wrongType(node, pointer, 'true or false');
      return { kind: 'exists', present: node.value };
    },
  },
  {
    name: 'type',
    doc: 'The JSON type: null, boolean, number, string, array or object.',
    operand: { enum: [...jsonTypes] },
    read(node, pointer, report) {
      if (node.kind !== 'string') return report.wrongType(node, pointer, `one of ${jsonTypes.join(', ')}`);
      const wanted = node.value;
      const place = { pointer, start: node.start };
      if (wanted === 'integer') return report.error(place, `one of ${jsonTypes.join(', ')}`, '"integer"', 'number');
      if (!jsonTypes.includes(wanted as JsonType)) return report.unknownWord(place, 'one of', wanted, jsonTypes);
      return { kind: 'value', judgesNull: true, test: (value) => typeOf(value) === wanted };
    },
  },
];

const length =
  (holds: (length: number, limit: number) => boolean, least: number): Operator['read'] =>
  (node, pointer, report) => {
    const expected = `a whole number from ${least}`;
    if (node.kind !== 'number') return report.wrongType(node, pointer, expected);
    const limit = node.value;
    if (!Number.isSafeInteger(limit) || limit < least) return report.wrongType(node, pointer, expected);
    return {
      kind: 'value',
      judgesNull: false,
      test: (value, meter) => {
        if (Array.isArray(value)) return holds(value.length, limit);
        if (typeof value !== 'string') return unknown;
        // Between one and two units a code point: only what lies in between is counted.
        if (value.length < limit) return holds(value.length, limit);
        if (value.length > 2 * limit) return holds(limit + 1, limit);
        meter.spend(value.length >> 4);
        return holds(codePoints(value), limit);
      },
    };
  };

export const lengths: readonly Operator[] = [
  {
    name: 'length_lte',
    doc: 'At most so long: code points of a string, elements of a list.',
    operand: { type: 'integer', minimum: 0 },
    read: length((have, limit) => have <= limit, 0),
  },
  {
    name: 'length_gte',
    doc: 'At least so long.',
    operand: { type: 'integer', minimum: 1 },
    read: length((have, limit) => have >= limit, 1),
  },
];

/** Length in code points. */
export function codePoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code < 0xdc00) {
      const next = text.charCodeAt(at + 1);
      if (next >= 0xdc00 && next < 0xe000) at++;
    }
    count++;
  }
  return count;
}

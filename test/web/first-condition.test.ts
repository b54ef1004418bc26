import { describe, expect, test } from 'vitest';
import { type CallContext, judge, policySchema, readPolicy, unclassified } from '../../src/policy/index.ts';
import {
  argumentPaths,
  firstCondition,
  firstOperand,
  isUntouched,
  type JsonObject,
  type JsonValue,
  misfit,
  operatorsOf,
  suited,
  textOf,
} from '../../web/src/features/policy/model/index.ts';

/** A value of each type that a schema may give an argument, none of them one that a condition begins with. */
const values: Readonly<Record<string, JsonValue>> = {
  string: 'some text',
  number: 6.5,
  integer: 6,
  boolean: false,
  array: ['some text'],
  object: { some: 'text' },
};
const offered = (type: string) => argumentPaths({ type: 'object', properties: { v: { type } } });

const context: CallContext = {
  grant: { id: 'g', label: 'g', tags: new Map() },
  server: 's',
  organization: 'o',
  now: Date.UTC(2026, 0, 1),
};

/** What the engine makes of a call, where the condition is for a permission or for a refusal. */
function passes(rules: JsonObject, v: JsonValue): boolean {
  const read = readPolicy(JSON.stringify({ version: '1', default: 'deny', tools: { t: rules } }), 'json');
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return (
    judge(read.policy, { kind: 'tool', name: 't', arguments: { v }, facts: unclassified }, context).verdict === 'pass'
  );
}
const judged = (condition: JsonObject, v: JsonValue): boolean =>
  passes({ require: [condition] }, v) !== passes({ deny_if: [{ conditions: [condition] }] }, v);

describe.each(Object.entries(values))('of an argument that is %s', (type, value) => {
  const [argument] = offered(type);

  test('the condition to begin with can be judged, and is not odd', () => {
    const first = firstCondition(offered(type));
    expect(judged(first, value)).toBe(true);
    expect(misfit(argument, textOf(first.op), first.value)).toBeUndefined();
  });

  test('so can the one that another operator begins with, wherever it compares with any value', () => {
    const { fitting } = suited(operatorsOf(policySchema()), argument?.types ?? []);
    // What a list or a text contains is of another type than they are.
    const compared = fitting.filter(({ name, operand }) => operand === 'any' && name !== 'contains');
    expect(compared.map(({ name }) => name)).toEqual(['eq', 'neq']);
    for (const { name, operand } of compared) {
      const operandValue = firstOperand(operand, argument) ?? null;
      expect([name, judged({ path: 'args.v', op: name, value: operandValue }, value)]).toEqual([name, true]);
      expect(isUntouched(operandValue, argument)).toBe(true);
      expect(isUntouched(value, argument)).toBe(false);
    }
  });

  test('a comparison with another type is said to be odd, if and only if the engine judges none of it', () => {
    for (const other of Object.values(values)) {
      for (const [op, operand] of [
        ['eq', other],
        ['neq', other],
        ['in', [other]],
        ['not_in', [other, other]],
      ] as const) {
        const odd = misfit(argument, op, operand) !== undefined;
        expect([op, operand, odd]).toEqual([op, operand, !judged({ path: 'args.v', op, value: operand }, value)]);
      }
    }
  });
});

test('nothing is odd where the schema says nothing, nor where one of several values may be equal', () => {
  const [either] = argumentPaths({ properties: { v: { type: ['string', 'integer'] } } });
  expect(misfit(undefined, 'eq', 5)).toBeUndefined();
  expect(misfit(argumentPaths({ properties: { v: {} } })[0], 'eq', 5)).toBeUndefined();
  expect(misfit(either, 'eq', '5')).toBeUndefined();
  expect(misfit(either, 'in', [true, 5])).toBeUndefined();
  expect(misfit(either, 'eq', true)).toBe(
    'By the tool’s schema args.v is a text or a whole number. Compared with true or false, it lets no call pass unasked.',
  );
});

import type { JsonValue } from '../../protocol/index.ts';
import { OverBudget } from '../condition/meter.ts';
import { isList } from '../condition/resolve.ts';
import { equal } from '../operators/equal.ts';
import { codePoints } from '../operators/presence.ts';
import { re2js } from '../packages.ts';
import { decimalOf } from '../source/decimal.ts';
import type { Check, Keyword, Run } from './check.ts';
import { formats, maxFormatLength } from './formats.ts';
import type { schemaTypes } from './vocabulary.ts';

/** Most that program size × length may be (policy language, section 2). */
const maxRegexSteps = 300_000;

/** What keywords say of one value: its type, which values, numbers and strings. */
export const valueKeywords: readonly (readonly [string, Keyword])[] = [
  ['type', ({ operand }) => ofType(isList(operand) ? operand : [operand])],
  [
    'const',
    ({ operand }) =>
      (value, { meter }) =>
        equal(value, operand, meter),
  ],
  [
    'enum',
    ({ operand }) => {
      const values = operand as readonly JsonValue[];
      return (value, { meter }) => values.some((one) => equal(value, one, meter));
    },
  ],
  ['maximum', ({ operand }) => ofNumber((value) => value <= Number(operand))],
  ['exclusiveMaximum', ({ operand }) => ofNumber((value) => value < Number(operand))],
  ['minimum', ({ operand }) => ofNumber((value) => value >= Number(operand))],
  ['exclusiveMinimum', ({ operand }) => ofNumber((value) => value > Number(operand))],
  ['multipleOf', ({ operand }) => ofNumber((value, run) => isMultiple(value, Number(operand), run))],
  // A text has at most as many code points as units, and at least half as many.
  [
    'maxLength',
    ({ operand }) => ofString((text) => text.length <= Number(operand) || codePoints(text) <= Number(operand)),
  ],
  [
    'minLength',
    ({ operand }) => ofString((text) => text.length >= 2 * Number(operand) || codePoints(text) >= Number(operand)),
  ],
  ['pattern', ({ operand }) => ofString(searching(operand as string))],
  ['format', ({ operand }) => ofString(formatted(operand as string))],
];

function ofNumber(fits: (value: number, run: Run) => boolean): Check {
  return (value, run) => typeof value !== 'number' || fits(value, run);
}

function ofString(fits: (text: string, run: Run) => boolean): Check {
  return (value, run) => typeof value !== 'string' || fits(value, run);
}

function ofType(names: readonly JsonValue[]): Check {
  const tests = names.map((name) => types[name as (typeof schemaTypes)[number]]);
  const [only, ...others] = tests;
  if (only !== undefined && others.length === 0) return (value) => only(value);
  return (value) => tests.some((test) => test(value));
}

const types: { readonly [Name in (typeof schemaTypes)[number]]: (value: JsonValue) => boolean } = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  object: (value) => typeof value === 'object' && value !== null && !isList(value),
  array: isList,
  number: (value) => typeof value === 'number',
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
};

/** RE2 instead of the engine's own expressions, which a hostile text can hold for a minute. */
export function searching(source: string): (text: string, run: Run) => boolean {
  const compiled = re2js().RE2JS.compile(source);
  const size = compiled.programSize();
  return (text, { meter }) => {
    if (text.length * size > maxRegexSteps && codePoints(text) * size > maxRegexSteps) throw new OverBudget();
    meter.spend(16 + Math.ceil((text.length * size) / 2));
    return compiled.matcher(text).find();
  };
}

function formatted(name: string): (text: string, run: Run) => boolean {
  const test = formats.get(name);
  if (test === undefined) throw new Error(`a format that is not known: ${name}`);
  return (text, { meter }) => {
    meter.spend(24 + (Math.min(text.length, maxFormatLength) >> 3));
    return text.length <= maxFormatLength && test(text);
  };
}

/** Exactly, as decimals: 0.3 is a multiple of 0.1. */
function isMultiple(value: number, unit: number, { meter }: Run): boolean {
  const [a, b] = [decimalOf(String(value)), decimalOf(String(unit))];
  if (a.digits === '') return true;
  const scale = Math.min(a.exponent, b.exponent);
  meter.spend(16 + Math.max(a.exponent, b.exponent) - scale);
  const whole = (decimal: typeof a): bigint => BigInt(decimal.digits) * 10n ** BigInt(decimal.exponent - scale);
  return whole(a) % whole(b) === 0n;
}

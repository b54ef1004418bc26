import canonicalize from 'canonicalize';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { type Meter, OverBudget } from '../condition/meter.ts';
import { isList } from '../condition/resolve.ts';
import { codePoints } from '../operators/presence.ts';
import { ajv as loadAjv, re2js } from '../packages.ts';
import { decimalOf } from '../source/decimal.ts';
import { formats, maxFormatLength } from './formats.ts';
import { vocabulary } from './vocabulary.ts';

/** Counts what a subschema costs each time it is asked; no schema of an author may carry it, since `$` keys are known. */
const stepsKeyword = '$steps';

/** Most that program size × length may be (policy language, section 2). */
const maxRegexSteps = 300_000;

/**
 * Compiles a checked schema. Everything that it runs counts steps, so that neither a recursive `$ref` nor a pattern nor
 * a long list can stall: over its budget a judgement throws `OverBudget`.
 *
 * @throws Error where the schema cannot be compiled
 */
export function compileSchema(schema: JsonObject): (value: JsonObject, meter: Meter) => boolean {
  let meter: Meter | undefined;
  let sizes = new WeakMap<object, number>();
  const spend = (steps: number): void => meter?.spend(steps);
  const { Ajv2020 } = loadAjv();
  const ajv = new Ajv2020({
    meta: false,
    validateSchema: false,
    strict: false,
    inlineRefs: false,
    ownProperties: true,
    messages: false,
    // It would write to the console what is reported as an error anyway.
    logger: false,
    formats: Object.fromEntries([...formats].map(([name, test]) => [name, counting(test, spend)])),
    code: { regExp: Object.assign((source: string) => countingRegex(source, spend), { code: 'unused' }) },
  });
  ajv.removeKeyword('uniqueItems');
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    errors: false,
    validate: (wanted: boolean, items: readonly JsonValue[]) => !wanted || allDifferent(items, spend),
  });
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    errors: false,
    validate: (unit: number, value: number) => isMultiple(value, unit, spend),
  });
  ajv.addKeyword({
    keyword: stepsKeyword,
    // Before every other keyword: one that fails ends the judgement of its schema, and must have been paid for.
    before: '$dynamicAnchor',
    errors: false,
    validate: ([weight, perKey]: readonly [number, number], value: JsonValue) => {
      spend(weight + perKey * sizeOf(value, sizes));
      return true;
    },
  });
  const validate = ajv.compile(counted(schema) as JsonObject);
  return (value, budget) => {
    meter = budget;
    sizes = new WeakMap();
    try {
      return validate(value) === true;
    } finally {
      meter = undefined;
    }
  };
}

function counting(test: (text: string) => boolean, spend: (steps: number) => void): (text: string) => boolean {
  return (text) => {
    spend(24 + (Math.min(text.length, maxFormatLength) >> 3));
    return text.length <= maxFormatLength && test(text);
  };
}

/** RE2 instead of the engine's own expressions, which a hostile text can hold for a minute. */
function countingRegex(
  source: string,
  spend: (steps: number) => void,
): { test(text: string): boolean; toString(): string } {
  const compiled = re2js().RE2JS.compile(source);
  const size = compiled.programSize();
  return {
    test: (text) => {
      if (text.length * size > maxRegexSteps && codePoints(text) * size > maxRegexSteps) throw new OverBudget();
      spend(16 + Math.ceil((text.length * size) / 2));
      return compiled.matcher(text).find();
    },
    // The compiler keeps one expression for each text that it is named by: unnamed, all would be the first one.
    toString: () => source,
  };
}

/** `uniqueItems` by canonical form: linear, where comparing each with each is quadratic. */
function allDifferent(items: readonly JsonValue[], spend: (steps: number) => void): boolean {
  const seen = new Set<string>();
  for (const item of items) {
    const form = canonicalize(item) as string;
    spend(8 + (form.length >> 2));
    if (seen.has(form)) return false;
    seen.add(form);
  }
  return true;
}

/** Exactly, as decimals: 0.3 is a multiple of 0.1. */
function isMultiple(value: number, unit: number, spend: (steps: number) => void): boolean {
  const [a, b] = [decimalOf(String(value)), decimalOf(String(unit))];
  if (a.digits === '') return true;
  const scale = Math.min(a.exponent, b.exponent);
  spend(16 + Math.max(a.exponent, b.exponent) - scale);
  const whole = (decimal: typeof a): bigint => BigInt(decimal.digits) * 10n ** BigInt(decimal.exponent - scale);
  return whole(a) % whole(b) === 0n;
}

/** How much of a value a keyword looks over that goes through all of it; objects are counted once a judgement. */
function sizeOf(value: JsonValue, sizes: WeakMap<object, number>): number {
  if (typeof value === 'string') return value.length >> 4;
  if (value === null || typeof value !== 'object') return 0;
  if (isList(value)) return value.length;
  let size = sizes.get(value);
  if (size === undefined) {
    size = Object.keys(value).length;
    sizes.set(value, size);
  }
  return size;
}

/** Keywords that go through every key, element or character of a value. */
const goingThrough = new Set([
  'additionalProperties',
  'propertyNames',
  'patternProperties',
  'unevaluatedProperties',
  'maxProperties',
  'minProperties',
  'unevaluatedItems',
  'contains',
  'uniqueItems',
  'maxLength',
  'minLength',
]);

/** A copy of a schema in which every subschema counts its steps. */
function counted(schema: JsonValue): JsonValue {
  if (schema === null || typeof schema !== 'object' || isList(schema)) return schema;
  const copy: Record<string, JsonValue> = {};
  let weight = 1;
  let perKey = 0;
  for (const [key, value] of Object.entries(schema)) {
    if (key === '$schema' || key === '$id' || key === 'default' || key === 'examples') continue;
    copy[key] = inner(key, value);
    if (goingThrough.has(key)) perKey += key === 'patternProperties' ? nodesOf(value) : 1;
    weight += isList(value) || key === 'const' ? nodesOf(value) : 1;
  }
  copy[stepsKeyword] = [weight, perKey];
  return copy;
}

function inner(key: string, value: JsonValue): JsonValue {
  switch (vocabulary.get(key)) {
    case 'schema':
      return counted(value);
    case 'schemas':
      return (value as readonly JsonValue[]).map(counted);
    case 'schema-map':
    case 'pattern-map':
      return Object.fromEntries(Object.entries(value as JsonObject).map(([name, schema]) => [name, counted(schema)]));
    default:
      return value;
  }
}

function nodesOf(value: JsonValue): number {
  if (value === null || typeof value !== 'object') return 1;
  return Object.values(value).reduce<number>((sum, part) => sum + nodesOf(part), 1);
}

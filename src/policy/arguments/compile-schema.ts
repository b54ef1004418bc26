import { isJsonObject, type JsonObject, type JsonValue } from '../../protocol/index.ts';
import { type Meter, OverBudget } from '../condition/meter.ts';
import { isList } from '../condition/resolve.ts';
import { tokensOf } from '../source/pointer.ts';
import { applicators } from './applicators.ts';
import type { Check, Keyword, Run } from './check.ts';
import { Evaluated } from './evaluated.ts';
import { listKeywords, unevaluatedItems } from './list-keywords.ts';
import { objectKeywords, unevaluatedProperties } from './object-keywords.ts';
import { valueKeywords } from './value-keywords.ts';

/** What is cheap to ask is asked first. */
const keywords: readonly (readonly [string, Keyword])[] = [
  ...valueKeywords,
  ...listKeywords,
  ...objectKeywords,
  ...applicators,
];
const unevaluated: readonly (readonly [string, Keyword])[] = [
  ['unevaluatedItems', unevaluatedItems],
  ['unevaluatedProperties', unevaluatedProperties],
];

/** Schemas inside one another; a reference that leads back to itself without ever reaching into the value ends here. */
const maxDepth = 1_000;

/**
 * Compiles a checked schema of JSON Schema 2020-12 to functions. Everything that it runs counts steps, so that neither a
 * recursive `$ref` nor a pattern nor a long list can stall: over its budget a judgement throws `OverBudget`.
 *
 * @throws Error where the schema cannot be compiled
 */
export function compileSchema(schema: JsonObject): (value: JsonObject, meter: Meter) => boolean {
  const compiled = new Map<JsonObject, Check>();
  const anchors = new Map<string, JsonObject>();
  const links: (() => void)[] = [];

  const compile = (subschema: JsonValue): Check => {
    if (!isJsonObject(subschema)) return subschema === true ? always : never;
    for (const anchor of [subschema.$anchor, subschema.$dynamicAnchor]) {
      if (typeof anchor === 'string') anchors.set(anchor, subschema);
    }
    const check = checkOf(subschema, compile, follow);
    compiled.set(subschema, check);
    return check;
  };
  const follow = (reference: string): Check => {
    let target = never;
    links.push(() => {
      const found = referred(reference.slice(1), schema, anchors);
      const check = isJsonObject(found) ? compiled.get(found) : found === true ? always : never;
      if (found === undefined || check === undefined) throw new Error('a reference that leads to no schema');
      target = check;
    });
    return (value, run, seen) => target(value, run, seen);
  };

  const root = compile(schema);
  for (const link of links) link();
  return (value, meter) => root(value, { meter, depth: 0 }, undefined);
}

const always: Check = (_, { meter }) => {
  meter.spend(1);
  return true;
};
const never: Check = (_, { meter }) => {
  meter.spend(1);
  return false;
};

/** The check of one schema: its keywords in turn, then what they have left. */
function checkOf(schema: JsonObject, compile: (schema: JsonValue) => Check, follow: (at: string) => Check): Check {
  const leaves = unevaluated.some(([key]) => Object.hasOwn(schema, key));
  const checks = [...keywords, ...unevaluated].flatMap(([key, make]) => {
    const operand = schema[key];
    const check = operand === undefined ? undefined : make({ operand, schema, compile, follow });
    return check === undefined ? [] : [check];
  });
  const { weight, perKey } = priceOf(schema);
  return (value, run, seen) => {
    run.meter.spend(perKey === 0 ? weight : weight + perKey * sizeOf(value, run.meter));
    if (++run.depth > maxDepth) throw new OverBudget();
    const own = leaves ? new Evaluated() : undefined;
    const fits = all(checks, value, run, own ?? seen);
    run.depth -= 1;
    if (fits && own !== undefined) seen?.add(own, run.meter);
    return fits;
  };
}

function all(checks: readonly Check[], value: JsonValue, run: Run, seen: Evaluated | undefined): boolean {
  for (const check of checks) if (!check(value, run, seen)) return false;
  return true;
}

/** What a reference leads to: the root, an anchor, or a JSON pointer as a URI fragment. */
function referred(fragment: string, root: JsonObject, anchors: ReadonlyMap<string, JsonObject>): JsonValue | undefined {
  const tokens = tokensOf(fragment);
  if (tokens === undefined) return fragment === '' ? root : anchors.get(fragment);
  return tokens.reduce<JsonValue | undefined>(
    (at, token) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, token) ? (at as JsonObject)[token] : undefined,
    root,
  );
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

/** What a schema costs each time it is asked: steps for itself, and for each key, element or 16 characters. */
function priceOf(schema: JsonObject): { readonly weight: number; readonly perKey: number } {
  let [weight, perKey] = [1, 0];
  for (const [key, value] of Object.entries(schema)) {
    if (key === '$schema' || key === '$id' || key === 'default' || key === 'examples') continue;
    if (goingThrough.has(key)) perKey += key === 'patternProperties' ? 2 * nodesOf(value) : 2;
    weight += isList(value) || key === 'const' ? nodesOf(value) : 1;
    // Properties are looked for one by one, those that a value does not have, too.
    if (key === 'properties') weight += Object.keys(value as JsonObject).length >> 2;
  }
  return { weight, perKey };
}

/** How much of a value a keyword looks over that goes through all of it. */
function sizeOf(value: JsonValue, meter: Meter): number {
  if (typeof value === 'string') return value.length >> 5;
  if (value === null || typeof value !== 'object') return 0;
  return isList(value) ? value.length : meter.keysOf(value);
}

function nodesOf(value: JsonValue): number {
  if (value === null || typeof value !== 'object') return 1;
  return Object.values(value).reduce<number>((sum, part) => sum + nodesOf(part), 1);
}

import { isJsonObject, type JsonObject, type JsonValue } from '../../protocol/index.ts';
import type { Check, Keyword, Making, Run } from './check.ts';
import type { Evaluated } from './evaluated.ts';
import { searching } from './value-keywords.ts';

/** What keywords say of objects: of their own properties only. */
export const objectKeywords: readonly (readonly [string, Keyword])[] = [
  ['maxProperties', ({ operand }) => ofObject((object, { meter }) => meter.keysOf(object) <= Number(operand))],
  ['minProperties', ({ operand }) => ofObject((object, { meter }) => meter.keysOf(object) >= Number(operand))],
  ['required', ({ operand }) => ofObject(having(operand as readonly string[]))],
  ['dependentRequired', dependentRequired],
  ['propertyNames', propertyNames],
  ['properties', properties],
  ['patternProperties', patternProperties],
  ['additionalProperties', additionalProperties],
  ['dependentSchemas', dependentSchemas],
];

/** After all others of its schema: it judges what they have left. */
export const unevaluatedProperties: Keyword = ({ operand, compile }) => {
  const rest = compile(operand);
  return ofObject((object, run, seen) => {
    const fits = entries(object).every(
      ([name, member]) => seen?.hasProperty(name) === true || rest(member, run, undefined),
    );
    seen?.allProperties();
    return fits;
  });
};

type Fits = (object: JsonObject, run: Run, seen: Evaluated | undefined) => boolean;

function ofObject(fits: Fits): Check {
  return (value, run, seen) => !isJsonObject(value) || fits(value, run, seen);
}

function entries(object: JsonValue | undefined): readonly (readonly [string, JsonValue])[] {
  return Object.entries((object ?? {}) as JsonObject);
}

function having(names: readonly string[]): (object: JsonObject) => boolean {
  return (object) => names.every((name) => Object.hasOwn(object, name));
}

function dependentRequired({ operand }: Making): Check {
  const needs = entries(operand).map(([name, names]) => [name, having(names as readonly string[])] as const);
  return ofObject((object) => needs.every(([name, fits]) => !Object.hasOwn(object, name) || fits(object)));
}

function propertyNames({ operand, compile }: Making): Check {
  const check = compile(operand);
  return ofObject((object, run) => Object.keys(object).every((name) => check(name, run, undefined)));
}

/** What may be anything is not even read: of a call on record, the value may not have been kept. */
function properties({ operand, compile }: Making): Check {
  const checks = entries(operand).map(
    ([name, schema]) => [name, schema === true ? undefined : compile(schema)] as const,
  );
  return ofObject((object, run, seen) => {
    for (const [name, check] of checks) {
      if (!Object.hasOwn(object, name)) continue;
      if (check !== undefined && !check(object[name] as JsonValue, run, undefined)) return false;
      seen?.property(name, run.meter);
    }
    return true;
  });
}

function patternProperties({ operand, compile }: Making): Check {
  const checks = entries(operand).map(([source, schema]) => [searching(source), compile(schema)] as const);
  return ofObject((object, run, seen) =>
    entries(object).every(([name, member]) =>
      checks.every(([matches, check]) => {
        if (!matches(name, run)) return true;
        seen?.property(name, run.meter);
        return check(member, run, undefined);
      }),
    ),
  );
}

/** The properties that neither `properties` nor `patternProperties` beside it has named. */
function additionalProperties({ operand, schema, compile }: Making): Check {
  const check = compile(operand);
  const named = new Set(Object.keys((schema.properties ?? {}) as JsonObject));
  const patterns = Object.keys((schema.patternProperties ?? {}) as JsonObject).map(searching);
  return ofObject((object, run, seen) => {
    for (const name of Object.keys(object)) {
      if (named.has(name) || patterns.some((matches) => matches(name, run))) continue;
      if (!check(object[name] as JsonValue, run, undefined)) return false;
    }
    seen?.allProperties();
    return true;
  });
}

function dependentSchemas({ operand, compile }: Making): Check {
  const checks = entries(operand).map(([name, schema]) => [name, compile(schema)] as const);
  return ofObject((object, run, seen) =>
    checks.every(([name, check]) => !Object.hasOwn(object, name) || check(object, run, seen)),
  );
}

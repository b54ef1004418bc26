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
  const rest = memberOf(operand, compile);
  return ofObject((object, run, seen) => {
    const fits = Object.keys(object).every((name) => seen?.hasProperty(name) === true || rest(object, name, run));
    seen?.allProperties();
    return fits;
  });
};

type Fits = (object: JsonObject, run: Run, seen: Evaluated | undefined) => boolean;

function ofObject(fits: Fits): Check {
  return (value, run, seen) => !isJsonObject(value) || fits(value, run, seen);
}

function entries(object: JsonValue): readonly (readonly [string, JsonValue])[] {
  return Object.entries(object as JsonObject);
}

/**
 * The check of a member of an object, by its name. One that may be anything, or that may not be there, is not even read: of
 * a call on record the value may not have been kept.
 */
function memberOf(schema: JsonValue, compile: Making['compile']) {
  const check = typeof schema === 'boolean' ? undefined : compile(schema);
  return (object: JsonObject, name: string, run: Run): boolean => {
    if (check !== undefined) return check(object[name] as JsonValue, run, undefined);
    run.meter.spend(1);
    return schema === true;
  };
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

function properties({ operand, compile }: Making): Check {
  const members = entries(operand).map(([name, schema]) => [name, memberOf(schema, compile)] as const);
  return ofObject((object, run, seen) => {
    for (const [name, fits] of members) {
      if (!Object.hasOwn(object, name)) continue;
      if (!fits(object, name, run)) return false;
      seen?.property(name, run.meter);
    }
    return true;
  });
}

function patternProperties({ operand, compile }: Making): Check {
  const members = entries(operand).map(([source, schema]) => [searching(source), memberOf(schema, compile)] as const);
  return ofObject((object, run, seen) =>
    Object.keys(object).every((name) =>
      members.every(([matches, fits]) => {
        if (!matches(name, run)) return true;
        seen?.property(name, run.meter);
        return fits(object, name, run);
      }),
    ),
  );
}

/** The properties that neither `properties` nor `patternProperties` beside it has named. */
function additionalProperties({ operand, schema, compile }: Making): Check {
  const fits = memberOf(operand, compile);
  const named = new Set(Object.keys((schema.properties ?? {}) as JsonObject));
  const patterns = Object.keys((schema.patternProperties ?? {}) as JsonObject).map(searching);
  return ofObject((object, run, seen) => {
    for (const name of Object.keys(object)) {
      if (named.has(name) || patterns.some((matches) => matches(name, run))) continue;
      if (!fits(object, name, run)) return false;
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

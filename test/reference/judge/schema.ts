import type { JsonObject, JsonValue } from '../../../src/protocol/index.ts';
import { equal, isList, isObject, textOf, typeName } from './path.ts';
import { isFound, overTheCap } from './regex.ts';

/**
 * Which properties and items of a value a schema that it fits has looked at: the annotations of JSON Schema 2020-12 that
 * `unevaluatedProperties` and `unevaluatedItems` read (core, sections 7.7.1 and 11).
 */
interface Seen {
  readonly properties: ReadonlySet<string>;
  readonly items: ReadonlySet<number>;
}

/**
 * Section 7, `arguments`: "JSON Schema's own meaning", for the keywords that the generators write. A keyword that is
 * not here throws: the reference never guesses.
 */
export function satisfies(value: JsonValue, schema: JsonValue): boolean {
  return evaluate(value, schema) !== undefined;
}

/** Nothing where the value does not fit: a schema that fails has no annotations. */
function evaluate(value: JsonValue, schema: JsonValue): Seen | undefined {
  if (typeof schema === 'boolean') return schema ? nothing : undefined;
  if (!isObject(schema)) throw new Error('a schema is an object or a boolean');
  const left = ['unevaluatedProperties', 'unevaluatedItems'];
  const first = Object.keys(schema).filter((keyword) => !left.includes(keyword));
  let seen: Seen | undefined = nothing;
  for (const keyword of [...first, ...left.filter((one) => Object.hasOwn(schema, one))]) {
    const more: Seen | undefined = keywordSees(keyword, schema[keyword] as JsonValue, value, schema, seen);
    if (more === undefined) return undefined;
    seen = both(seen, more);
  }
  return seen;
}

const nothing: Seen = { properties: new Set(), items: new Set() };

function both(a: Seen, b: Seen): Seen {
  return {
    properties: new Set([...a.properties, ...b.properties]),
    items: new Set([...a.items, ...b.items]),
  };
}

/** What a keyword has looked at, or nothing at all where the value does not fit it. */
function keywordSees(
  keyword: string,
  operand: JsonValue,
  value: JsonValue,
  schema: JsonObject,
  before: Seen,
): Seen | undefined {
  switch (keyword) {
    case 'allOf':
      return inPlace(value, listed(operand), (fit, of) => fit === of);
    case 'anyOf':
      return inPlace(value, listed(operand), (fit) => fit > 0);
    case 'oneOf':
      return inPlace(value, listed(operand), (fit) => fit === 1);
    case 'not':
      return satisfies(value, operand) ? undefined : nothing;
    case 'if':
      return conditional(value, operand, schema);
    case 'dependentSchemas': {
      if (!isObject(value) || !isObject(operand)) return nothing;
      const asked = Object.entries(operand).filter(([name]) => Object.hasOwn(value, name));
      return inPlace(
        value,
        asked.map(([, dependent]) => dependent),
        (fit, of) => fit === of,
      );
    }
    case 'properties':
      return members(value, (name) => member(operand, name));
    case 'additionalProperties':
      return members(value, (name) => (member(schema.properties ?? {}, name) === undefined ? operand : undefined));
    case 'unevaluatedProperties':
      return members(value, (name) => (before.properties.has(name) ? undefined : operand));
    case 'prefixItems':
      return elements(value, (index) => listed(operand)[index]);
    case 'items':
      return elements(value, (index) => (index < listed(schema.prefixItems ?? []).length ? undefined : operand));
    case 'unevaluatedItems':
      return elements(value, (index) => (before.items.has(index) ? undefined : operand));
    case 'contains':
      return contained(value, operand, schema);
    case 'then':
    case 'else':
    case 'minContains':
    case 'maxContains':
      return nothing;
    default:
      return holds(keyword, operand, value) ? nothing : undefined;
  }
}

function listed(schemas: JsonValue): readonly JsonValue[] {
  if (!isList(schemas)) throw new Error('expected a list of schemas');
  return schemas;
}

function inPlace(
  value: JsonValue,
  schemas: readonly JsonValue[],
  enough: (fit: number, of: number) => boolean,
): Seen | undefined {
  const fitting = schemas.map((one) => evaluate(value, one)).filter((seen) => seen !== undefined);
  return enough(fitting.length, schemas.length) ? fitting.reduce(both, nothing) : undefined;
}

function conditional(value: JsonValue, condition: JsonValue, schema: JsonObject): Seen | undefined {
  const asked = evaluate(value, condition);
  const branch = evaluate(value, (asked === undefined ? schema.else : schema.then) ?? true);
  return branch && both(asked ?? nothing, branch);
}

/** Judges the members that have a schema; those have been looked at. */
function members(value: JsonValue, schemaOf: (name: string) => JsonValue | undefined): Seen | undefined {
  if (!isObject(value)) return nothing;
  const asked = Object.keys(value).filter((name) => schemaOf(name) !== undefined);
  const fit = asked.every((name) => satisfies(value[name] as JsonValue, schemaOf(name) as JsonValue));
  return fit ? { ...nothing, properties: new Set(asked) } : undefined;
}

function elements(value: JsonValue, schemaOf: (index: number) => JsonValue | undefined): Seen | undefined {
  if (!isList(value)) return nothing;
  const asked = [...value.keys()].filter((index) => schemaOf(index) !== undefined);
  const fit = asked.every((index) => satisfies(value[index] as JsonValue, schemaOf(index) as JsonValue));
  return fit ? { ...nothing, items: new Set(asked) } : undefined;
}

function contained(value: JsonValue, operand: JsonValue, schema: JsonObject): Seen | undefined {
  if (!isList(value)) return nothing;
  const found = [...value.keys()].filter((index) => satisfies(value[index] as JsonValue, operand));
  const enough = found.length >= Number(schema.minContains ?? 1);
  return enough && found.length <= Number(schema.maxContains ?? Infinity)
    ? { ...nothing, items: new Set(found) }
    : undefined;
}

function member(object: JsonValue, name: string): JsonValue | undefined {
  return isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Keywords that look at nothing but the value itself. */
function holds(keyword: string, operand: JsonValue, value: JsonValue): boolean {
  switch (keyword) {
    case 'type':
      return (isList(operand) ? operand : [operand]).some((name) => hasType(value, name));
    case 'const':
      return equal(value, operand);
    case 'enum':
      return isList(operand) && operand.some((one) => equal(one, value));
    case 'minimum':
      return typeof value !== 'number' || value >= Number(operand);
    case 'maximum':
      return typeof value !== 'number' || value <= Number(operand);
    case 'minLength':
      return typeof value !== 'string' || Array.from(value).length >= Number(operand);
    case 'maxLength':
      return typeof value !== 'string' || Array.from(value).length <= Number(operand);
    case 'pattern':
      if (typeof value !== 'string') return true;
      return !overTheCap(textOf(operand), value) && isFound(textOf(operand), value);
    case 'minItems':
      return !isList(value) || value.length >= Number(operand);
    case 'maxItems':
      return !isList(value) || value.length <= Number(operand);
    case 'required':
      return !isObject(value) || (isList(operand) && operand.every((key) => Object.hasOwn(value, textOf(key))));
    case 'propertyNames':
      return !isObject(value) || Object.keys(value).every((name) => satisfies(name, operand));
    default:
      throw new Error(`the reference does not know the keyword ${keyword}`);
  }
}

/** In JSON Schema, unlike in the policy language, `integer` is a type: a number without a fraction. */
function hasType(value: JsonValue, name: JsonValue): boolean {
  return name === 'integer' ? Number.isInteger(value) : typeName(value) === name;
}

import { isJsonObject, type JsonObject, type JsonValue } from '../../protocol/index.ts';
import { numbersAround } from './numbers.ts';
import { regexSamples } from './regex-samples.ts';

/** Most values that are made for a schema, and how deep it is followed. */
const most = 40;
const deepest = 5;

const ofFormat = new Map<string, string>([
  ['date-time', '2026-01-05T12:00:00Z'],
  ['date', '2026-01-05'],
  ['time', '12:00:00Z'],
  ['duration', 'P1D'],
  ['email', 'someone@example.com'],
  ['hostname', 'example.com'],
  ['ipv4', '192.0.2.1'],
  ['ipv6', '2001:db8::1'],
  ['uri', 'https://example.com/'],
  ['uuid', '01234567-89ab-4def-8123-456789abcdef'],
  ['json-pointer', '/a'],
]);

/**
 * Values that a JSON Schema probably accepts, and values close to those that it probably refuses: its bounds and what
 * lies beyond, its words and another one, its objects with a key too few or too many. Whoever uses one asks the judge.
 *
 * @param root where `$ref` leads; the schema itself when absent
 */
export function schemaSamples(
  schema: JsonValue | undefined,
  root: JsonValue | undefined = schema,
  depth = 0,
): readonly JsonValue[] {
  if (!isJsonObject(schema) || depth > deepest) return schema === false ? [] : ['x', 1];
  const inner = (part: JsonValue | undefined): readonly JsonValue[] => schemaSamples(part, root, depth + 1);
  const found: JsonValue[] = [];
  if (schema.const !== undefined) found.push(schema.const);
  if (Array.isArray(schema.enum)) found.push(...schema.enum);
  if (typeof schema.$ref === 'string') found.push(...inner(resolved(schema.$ref, root)));
  for (const key of ['allOf', 'anyOf', 'oneOf'] as const) {
    const parts = schema[key];
    if (Array.isArray(parts)) for (const part of parts) found.push(...inner(part));
  }
  for (const key of ['if', 'then', 'else', 'not'] as const)
    if (schema[key] !== undefined) found.push(...inner(schema[key]));
  const types =
    typeof schema.type === 'string' ? [schema.type] : Array.isArray(schema.type) ? schema.type : guessed(schema);
  for (const type of types) found.push(...ofType(String(type), schema, inner));
  // What says nothing of a type accepts whatever there is.
  return distinct(found.length === 0 ? ['x', 1] : found).slice(0, most);
}

function resolved(reference: string, root: JsonValue | undefined): JsonValue | undefined {
  let at: JsonValue | undefined = root;
  for (const token of reference.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    at = isJsonObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at;
}

/** What a schema without `type` speaks of. */
function guessed(schema: JsonObject): string[] {
  const has = (...keys: readonly string[]): boolean => keys.some((key) => schema[key] !== undefined);
  const found: string[] = [];
  if (has('properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties')) found.push('object');
  if (has('items', 'prefixItems', 'minItems', 'maxItems', 'contains', 'uniqueItems')) found.push('array');
  if (has('pattern', 'format', 'minLength', 'maxLength')) found.push('string');
  if (has('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf')) found.push('number');
  return found;
}

type Inner = (part: JsonValue | undefined) => readonly JsonValue[];

function ofType(type: string, schema: JsonObject, inner: Inner): readonly JsonValue[] {
  switch (type) {
    case 'string':
      return strings(schema);
    case 'number':
    case 'integer':
      return numbers(schema);
    case 'boolean':
      return [true, false];
    case 'array':
      return arrays(schema, inner);
    case 'object':
      return objects(schema, inner);
    default:
      return [null];
  }
}

function strings(schema: JsonObject): JsonValue[] {
  const found: string[] = [];
  if (typeof schema.pattern === 'string')
    for (const text of regexSamples(schema.pattern)) found.push(text, `${text}x`, `x${text}`);
  if (typeof schema.format === 'string') found.push(ofFormat.get(schema.format) ?? 'x');
  for (const bound of [schema.minLength, schema.maxLength]) {
    if (typeof bound !== 'number' || bound > 10_000) continue;
    found.push(...[bound, bound + 1, bound - 1].filter((n) => n >= 0).map((n) => 'x'.repeat(n)));
  }
  return [...found, 'x', ''];
}

/** The numbers at and around which a schema's answer may change. */
export function boundsIn(schema: JsonValue | undefined): number[] {
  if (!isJsonObject(schema)) return [];
  const bounds = [
    schema.minimum,
    schema.maximum,
    schema.exclusiveMinimum,
    schema.exclusiveMaximum,
    schema.multipleOf,
    schema.const,
  ];
  return [...bounds, ...(Array.isArray(schema.enum) ? schema.enum : [])].filter((bound) => typeof bound === 'number');
}

function numbers(schema: JsonObject): JsonValue[] {
  return numbersAround(boundsIn(schema), true);
}

function arrays(schema: JsonObject, inner: Inner): JsonValue[] {
  const items = inner(schema.items ?? true);
  const [first = 'x', second = 'y'] = items;
  const prefix = Array.isArray(schema.prefixItems) ? schema.prefixItems.map((part) => inner(part)[0] ?? 'x') : [];
  const lengths = [schema.minItems, schema.maxItems].flatMap((n) =>
    typeof n === 'number' && n < 1000 ? [n, n + 1, n - 1] : [],
  );
  const run = (n: number): JsonValue[] =>
    Array.from({ length: Math.max(0, n) }, (_, index) => items[index % items.length] ?? 'x');
  return [
    [...prefix, first],
    ...items.slice(0, 8).map((item) => [item]),
    ...lengths.map(run),
    [],
    [first, second],
    [first, first],
  ];
}

function objects(schema: JsonObject, inner: Inner): JsonValue[] {
  const properties = isJsonObject(schema.properties) ? Object.entries(schema.properties) : [];
  const required = Array.isArray(schema.required) ? schema.required.filter((key) => typeof key === 'string') : [];
  const values = new Map(properties.map(([key, part]) => [key, inner(part)] as const));
  const full = new Map<string, JsonValue>(required.map((key) => [key, 'x']));
  for (const [key, some] of values) if (some[0] !== undefined) full.set(key, some[0]);
  const least = new Map([...full].filter(([key]) => required.includes(key)));
  const made: JsonValue[] = [Object.fromEntries(least), Object.fromEntries(full)];
  for (const [key, some] of values) {
    for (const value of some.slice(1, 9)) made.push({ ...Object.fromEntries(least), [key]: value });
    made.push(Object.fromEntries([...full].filter(([other]) => other !== key)));
  }
  return [...made, { ...Object.fromEntries(least), other: 'x' }, {}];
}

/** Each value once, as the first that is written so. */
export function distinct(values: readonly JsonValue[]): JsonValue[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

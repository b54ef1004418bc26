import type { JsonObject, JsonValue } from '../../../src/protocol/index.ts';

const every = Symbol('[*]');
type Step = string | number | typeof every;

/** What a path finds. `elements`: the path went through a `[*]`, here is what it finds below each element. */
export type Found =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unjudgeable' }
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'elements'; readonly of: readonly Found[] };

/** Section 7, Paths: "A dotted name is `[A-Za-z_][A-Za-z0-9_-]*`, anything else stands in JSON string quotes". */
export function stepsOf(path: string): readonly Step[] {
  const root = /^[a-z]+/.exec(path)?.[0] ?? '';
  const steps: Step[] = [root];
  const token = /\.([A-Za-z_][A-Za-z0-9_-]*)|\[("(?:[^"\\]|\\.)*")\]|\[(\d+)\]|\[\*\]/gy;
  token.lastIndex = root.length;
  while (token.lastIndex < path.length) {
    const [, dotted, quoted, index] = token.exec(path) ?? [];
    if (token.lastIndex === 0) throw new Error(`not a path: ${path}`);
    if (dotted !== undefined) steps.push(dotted);
    else if (quoted !== undefined) steps.push(String(JSON.parse(quoted)));
    else if (index !== undefined) steps.push(Number(index));
    else steps.push(every);
  }
  return steps;
}

/**
 * Section 7, Paths: "A path that runs through a scalar, or `[*]` on what is no list, is unjudgeable; through null or
 * nothing, missing. An empty list has no element." A name asked of a list and an index asked of an object are read as
 * unjudgeable too: were they missing, an argument's wrong type would help a call (section 2).
 */
export function follow(value: JsonValue | undefined, steps: readonly Step[]): Found {
  const [step, ...rest] = steps;
  if (value === undefined) return { kind: 'missing' };
  if (step === undefined) return { kind: 'value', value };
  if (step === every) {
    if (!isList(value)) return { kind: 'unjudgeable' };
    return { kind: 'elements', of: value.map((element) => follow(element, rest)) };
  }
  if (value === null) return { kind: 'missing' };
  if (isList(value) && typeof step === 'number') return follow(value[step], rest);
  if (isObject(value) && typeof step === 'string') {
    return follow(Object.hasOwn(value, step) ? value[step] : undefined, rest);
  }
  return { kind: 'unjudgeable' };
}

export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** The six JSON type names (section 7, Operands). */
export type TypeName = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

export function typeName(value: JsonValue): TypeName {
  if (value === null) return 'null';
  if (isList(value)) return 'array';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return 'number';
  return typeof value === 'string' ? 'string' : 'object';
}

/** Section 2: "equal / not equal; deep, by JSON type". */
export function equal(a: JsonValue, b: JsonValue): boolean {
  if (isList(a) && isList(b)) return a.length === b.length && a.every((one, i) => same(one, b[i]));
  if (isObject(a) && isObject(b)) {
    const other: JsonObject = b;
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(other).length &&
      keys.every((key) => Object.hasOwn(other, key) && same(a[key], other[key]))
    );
  }
  return a === b;
}

function same(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return a !== undefined && b !== undefined && equal(a, b);
}

/** The text of an operand that the document's grammar makes a string. */
export function textOf(operand: JsonValue): string {
  return typeof operand === 'string' ? operand : JSON.stringify(operand);
}

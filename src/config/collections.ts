import { nearestWord } from '../kernel/index.ts';
import type { ConfigMember, ConfigNode } from './node.ts';
import type { Reading } from './reading.ts';
import { kindOf, type Shape, step } from './shape.ts';

/** A list; its order is kept. */
export function listOf<T>(item: Shape<T>, least = 0): Shape<readonly T[]> {
  return {
    schema: { type: 'array', items: item.schema, ...(least > 0 && { minItems: least }) },
    read: (node, pointer, reading) => {
      if (node.kind !== 'list') return reading.fail(node, pointer, `expected a list, found ${kindOf(node)}`);
      if (node.items.length < least) return reading.fail(node, pointer, 'the list must not be empty');
      const values = node.items.map((child, index) => item.read(child, step(pointer, index), reading));
      return complete(values);
    },
  };
}

/** A mapping whose keys are names that the operator chooses. `read` of an item is given the name in its pointer only. */
export function mapOf<T>(
  item: (name: string) => Shape<T>,
  names: { readonly form: RegExp; readonly expected: string; readonly reserved?: readonly string[] },
  least = 0,
): Shape<ReadonlyMap<string, T>> {
  return {
    schema: {
      type: 'object',
      propertyNames: {
        pattern: names.form.source,
        ...(names.reserved !== undefined && { not: { enum: names.reserved } }),
      },
      additionalProperties: item('').schema,
      ...(least > 0 && { minProperties: least }),
    },
    read: (node, pointer, reading) => {
      const members = membersOf(node, pointer, reading);
      if (members === undefined) return undefined;
      if (members.length < least) return reading.fail(node, pointer, 'the mapping must not be empty');
      const entries = members.map(({ name, key, value }) => {
        if (names.reserved?.includes(name) === true) return reading.fail(key, pointer, `the name ${name} is reserved`);
        if (!names.form.test(name)) return reading.fail(key, pointer, `${names.expected} is expected as a key here`);
        const read = item(name).read(value, step(pointer, name), reading);
        return read === undefined ? undefined : ([name, read] as const);
      });
      const all = complete(entries);
      return all && new Map(all);
    },
  };
}

/** One key of a mapping with fixed keys. */
export interface ConfigField<T> {
  readonly shape: Shape<T>;
  /** For people: in the published schema, and so in their editor. */
  readonly description: string;
  readonly required: boolean;
  /** What stands for an absent key. */
  readonly fallback: T;
  /** As it is written in the file, for the schema. */
  readonly shownDefault?: unknown;
}

/** A key that must be there. */
export function required<T>(shape: Shape<T>, description: string): ConfigField<T> {
  // The fallback of a required field is never read: its absence is an error.
  return { shape, description, required: true, fallback: undefined as never };
}

/** A key that may be absent. */
export function optional<T, D>(
  shape: Shape<T>,
  description: string,
  fallback: D,
  shownDefault?: unknown,
): ConfigField<T | D> {
  return { shape, description, required: false, fallback, ...(shownDefault !== undefined && { shownDefault }) };
}

type Values<F> = { readonly [K in keyof F]: F[K] extends ConfigField<infer T> ? T : never };

/**
 * A mapping with fixed keys. Anything else in it is an error, with the nearest key that there is.
 *
 * @param elsewhere keys that are known but not allowed here, each with the reason
 */
export function object<F extends Readonly<Record<string, ConfigField<unknown>>>>(
  fields: F,
  elsewhere: ReadonlyMap<string, string> = new Map(),
): Shape<Values<F>> {
  const known = new Map(Object.entries(fields));
  return {
    schema: objectSchema(known),
    read: (node, pointer, reading) => {
      const members = membersOf(node, pointer, reading);
      if (members === undefined) return undefined;
      const values = new Map<string, unknown>();
      let whole = true;
      for (const { name, key, value } of members) {
        const field = known.get(name);
        const read = field?.shape.read(value, step(pointer, name), reading);
        if (field === undefined) unknownKey(name, key, pointer, reading, known.keys(), elsewhere);
        if (read === undefined) whole = false;
        else values.set(name, read);
      }
      for (const [name, field] of known) {
        if (members.some((member) => member.name === name)) continue;
        if (field.required) {
          reading.fail(node, pointer, `the key ${name} is missing`);
          whole = false;
        } else values.set(name, field.fallback);
      }
      // Exactly the keys of `fields`, each read by its own shape.
      return whole ? (Object.fromEntries(values) as Values<F>) : undefined;
    },
  };
}

function objectSchema(fields: ReadonlyMap<string, ConfigField<unknown>>): Record<string, unknown> {
  const properties = [...fields].map(([name, { shape, description, shownDefault }]) => [
    name,
    { ...shape.schema, description, ...(shownDefault !== undefined && { default: shownDefault }) },
  ]);
  const needed = [...fields].filter(([, field]) => field.required).map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(properties) as unknown,
    ...(needed.length > 0 && { required: needed }),
    additionalProperties: false,
  };
}

/** What may be said aloud of a key: a value in the wrong place may be a secret. */
const sayable = /^(?!tg)[A-Za-z][A-Za-z_-]{0,31}$/;

function unknownKey(
  name: string,
  key: ConfigNode,
  pointer: string,
  reading: Reading,
  words: Iterable<string>,
  elsewhere: ReadonlyMap<string, string>,
): void {
  const reason = elsewhere.get(name);
  if (reason !== undefined) {
    reading.fail(key, step(pointer, name), reason);
    return;
  }
  const near = nearestWord(name, words);
  const shown = sayable.test(name) ? `the key ${name}` : 'this key';
  const at = sayable.test(name) ? step(pointer, name) : pointer;
  reading.fail(key, at, `${shown} is not known here${near === undefined ? '' : `; did you mean ${near}?`}`);
}

/** The members of a mapping. Keys are strings, and each stands once: the parser has seen to it. */
function membersOf(node: ConfigNode, pointer: string, reading: Reading): readonly ConfigMember[] | undefined {
  return node.kind === 'map' ? node.members : reading.fail(node, pointer, `expected a mapping, found ${kindOf(node)}`);
}

function complete<T>(values: readonly (T | undefined)[]): readonly T[] | undefined {
  const present = values.filter((value) => value !== undefined);
  return present.length === values.length ? present : undefined;
}

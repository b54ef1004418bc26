import type { JsonObject } from '../../protocol/index.ts';
import { codePoints } from '../operators/presence.ts';
import { under } from '../source/pointer.ts';
import type { Member, Node, ObjectNode } from '../source/tree.ts';
import { meantWord } from './meant-word.ts';
import { describe, maxErrors, type Place, type Report } from './report.ts';

/**
 * One place of the grammar: it turns a node into a value or reports why it cannot, and it knows its own JSON Schema,
 * so that the schema for editors and the reading can never part.
 */
export interface Reader<T> {
  /** JSON Schema (2020-12) of what is read; a superset where the language says more than a schema can. */
  readonly schema: JsonObject;
  /** @returns `undefined` when an error was reported */
  read(node: Node, pointer: string, report: Report): T | undefined;
  /** The same with a pause now and then, where a document may have very many of it. */
  reading?(node: Node, pointer: string, report: Report): Generator<void, T | undefined, void>;
}

/** So much text is read between two pauses, in UTF-16 units. */
const stride = 8 * 1024;

/** One key of an object. */
export interface Field<T, Needed extends boolean = boolean> {
  readonly reader: Reader<T>;
  readonly needed: Needed;
  readonly doc: string;
}

export const needed = <T>(reader: Reader<T>, doc: string): Field<T, true> => ({ reader, needed: true, doc });
export const optional = <T>(reader: Reader<T>, doc: string): Field<T, false> => ({ reader, needed: false, doc });

type Fields = Readonly<Record<string, Field<unknown>>>;

/** What an object of these fields reads as; `place` is where it stands. */
export type Read<F extends Fields> = { readonly place: Place } & {
  readonly [K in keyof F]: F[K] extends Field<infer T, true> ? T : F[K] extends Field<infer T> ? T | undefined : never;
};

/**
 * An object with exactly these keys.
 *
 * @param elsewhere keys that are none of these, with what to write instead: they stand somewhere else in a policy
 */
export function object<const F extends Fields>(
  what: string,
  fields: F,
  elsewhere: ReadonlyMap<string, string> = nowhere,
): Required<Reader<Read<F>>> {
  const byKey = new Map(Object.entries(fields));
  const known = [...byKey.keys()];
  const required = known.filter((key) => byKey.get(key)?.needed);
  // Of one shape from the start: an object that grows key by key costs several times as much memory.
  const blank: Readonly<Record<string, unknown>> = Object.fromEntries(
    [...known, 'place'].map((key) => [key, undefined]),
  );
  const begin = (node: ObjectNode, pointer: string, report: Report): Record<string, unknown> => {
    const place: Place = { pointer, start: node.start };
    // First what is missing: errors are found in the order of the document as far as can be.
    for (const key of required) {
      if (!isWritten(node, key, known)) {
        report.error(place, `the key ${JSON.stringify(key)}`, 'no such key');
      }
    }
    return { ...blank, place };
  };
  const fieldOf = ({ key, keyStart }: Member, at: string, report: Report): Field<unknown> | undefined => {
    const field = byKey.get(key);
    return (
      field ?? report.unknownWord({ pointer: at, start: keyStart }, 'one of the keys', key, known, elsewhere.get(key))
    );
  };
  const whole = (result: Record<string, unknown>): Read<F> | undefined =>
    required.every((key) => result[key] !== undefined) ? (result as Read<F>) : undefined;
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(
        [...byKey].map(([key, { reader, doc }]) => [key, { description: doc, ...reader.schema }]),
      ),
      ...(required.length > 0 && { required }),
      additionalProperties: false,
    },
    read(node, pointer, report) {
      if (node.kind !== 'object') return report.wrongType(node, pointer, what);
      const result = begin(node, pointer, report);
      for (const member of node.members) {
        const at = under(pointer, member.key);
        const field = fieldOf(member, at, report);
        if (field !== undefined) result[member.key] = field.reader.read(member.value, at, report);
      }
      return whole(result);
    },
    *reading(node, pointer, report) {
      if (node.kind !== 'object') return report.wrongType(node, pointer, what);
      const result = begin(node, pointer, report);
      for (const member of node.members) {
        const at = under(pointer, member.key);
        const reader = fieldOf(member, at, report)?.reader;
        if (reader === undefined) continue;
        // Most have nothing to pause in, and a generator costs more than what they read.
        result[member.key] =
          reader.reading === undefined
            ? reader.read(member.value, at, report)
            : yield* reader.reading(member.value, at, report);
      }
      return whole(result);
    },
  };
}

const nowhere: ReadonlyMap<string, string> = new Map();

/** Whether a key stands in an object, be it under a name that is not its own: that is one mistake, and told as such. */
export function isWritten(node: ObjectNode, key: string, known: readonly string[]): boolean {
  if (node.members.some((member) => member.key === key)) return true;
  let unknown = 0;
  for (const member of node.members) {
    if (known.includes(member.key)) continue;
    // What stands behind as many is not told of, and to look what each was meant as costs more than to read it.
    unknown += 1;
    if (unknown > maxErrors) return false;
    if (meantWord(member.key, known) === key) return true;
  }
  return false;
}

/**
 * An object whose keys are the author's own.
 *
 * @param keys reads a key, or reports it
 * @param kept what is kept of a value that was read; `end` is where it ends at the latest, where that is known
 */
export function record<K, T>(
  what: string,
  keys: { readonly schema: JsonObject; read(member: Member, pointer: string, report: Report): K | undefined },
  values: Reader<T>,
  kept: (value: T, key: K, report: Report, end: number | undefined) => T = (value) => value,
): Required<Reader<readonly (readonly [key: K, value: T])[]>> {
  type Entries = (readonly [K, T])[];
  const readInto = (entries: Entries, pointer: string, report: Report, member: Member, next?: Member): void => {
    const at = under(pointer, member.key);
    const key = keys.read(member, at, report);
    const value = values.read(member.value, at, report);
    if (key !== undefined && value !== undefined) entries.push([key, kept(value, key, report, next?.keyStart)]);
  };
  return {
    schema: { type: 'object', propertyNames: keys.schema, additionalProperties: values.schema },
    read(node, pointer, report) {
      if (node.kind !== 'object') return report.wrongType(node, pointer, what);
      const entries: Entries = [];
      node.members.forEach((member, index) => {
        readInto(entries, pointer, report, member, node.members[index + 1]);
      });
      return entries;
    },
    *reading(node, pointer, report) {
      if (node.kind !== 'object') return report.wrongType(node, pointer, what);
      const entries: Entries = [];
      let pauseAt = node.start + stride;
      let index = 0;
      for (const member of node.members) {
        index++;
        if (member.keyStart >= pauseAt) {
          yield;
          pauseAt = member.keyStart + stride;
        }
        readInto(entries, pointer, report, member, node.members[index]);
      }
      return entries;
    },
  };
}

/** A list of what `of` reads. */
export function list<T>(what: string, of: Reader<T>, least = 0, most = Number.POSITIVE_INFINITY): Reader<readonly T[]> {
  return {
    schema: {
      type: 'array',
      items: of.schema,
      ...(least > 0 && { minItems: least }),
      ...(Number.isFinite(most) && { maxItems: most }),
    },
    read(node, pointer, report) {
      // A text is a list of one only where texts are listed.
      if (node.kind === 'object' || (node.kind === 'string' && of.schema.type === 'string'))
        return report.noList(node, pointer, what);
      if (node.kind !== 'array') return report.wrongType(node, pointer, what);
      if (node.items.length < least) return report.wrongType(node, pointer, `${what}, not empty`);
      if (node.items.length > most)
        return report.error({ pointer, start: node.start }, `at most ${most}`, `${node.items.length}`);
      const values = node.items.map((item, index) => of.read(item, under(pointer, index), report));
      return isWhole(values) ? values : values.filter((value) => value !== undefined);
    },
  };
}

/** Nearly every list is, and needs no second one of which it is a copy. */
function isWhole<T>(values: readonly (T | undefined)[]): values is readonly T[] {
  return !values.includes(undefined);
}

/** One of a closed set of words. */
export function word<const W extends string>(...words: readonly W[]): Reader<W> {
  return {
    schema: { enum: [...words] },
    read(node, pointer, report) {
      if (node.kind !== 'string') {
        // `version: 1` in YAML is a number: say that the word was meant.
        const meant = node.kind === 'number' ? words.find((word) => word === String(node.value)) : undefined;
        return report.error(
          { pointer, start: node.start },
          meant === undefined ? `one of ${words.join(', ')}` : `the string ${JSON.stringify(meant)}`,
          describe(node),
          meant,
        );
      }
      const found = words.find((candidate) => candidate === node.value);
      return found ?? report.unknownWord({ pointer, start: node.start }, 'one of', node.value, words);
    },
  };
}

/** A text for people: at most `most` code points, no control characters (line feeds where allowed). */
export function text(most = 500, lineFeeds = false): Reader<string> {
  return {
    schema: { type: 'string', maxLength: most },
    read(node, pointer, report) {
      if (node.kind !== 'string') return report.wrongType(node, pointer, 'a string');
      const place = { pointer, start: node.start };
      const length = codePoints(node.value);
      if (length > most) return report.error(place, `at most ${most} characters`, `${length}`);
      if (/\p{Cc}/u.test(lineFeeds ? node.value.replaceAll('\n', '') : node.value)) {
        return report.error(place, 'no control characters', 'a text with one');
      }
      return node.value;
    },
  };
}

/** A whole number in a range. */
export function integer(least: number, most = Number.MAX_SAFE_INTEGER): Reader<number> {
  return {
    schema: { type: 'integer', minimum: least, ...(most < Number.MAX_SAFE_INTEGER && { maximum: most }) },
    read(node, pointer, report) {
      const expected = `a whole number from ${least}${most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : ''}`;
      if (node.kind !== 'number') return report.wrongType(node, pointer, expected);
      if (!Number.isSafeInteger(node.value) || node.value < least || node.value > most) {
        return report.error({ pointer, start: node.start }, expected, String(node.value));
      }
      return node.value;
    },
  };
}

/** The one value `true` or `false`. */
export const flag: Reader<boolean> = {
  schema: { type: 'boolean' },
  read: (node, pointer, report) =>
    node.kind === 'boolean' ? node.value : report.wrongType(node, pointer, 'true or false'),
};

/** What `of` reads, with the place where it stands. */
export function placed<T>(of: Reader<T>): Reader<{ readonly place: Place; readonly value: T }> {
  return {
    schema: of.schema,
    read(node, pointer, report) {
      const value = of.read(node, pointer, report);
      return value === undefined ? undefined : { place: { pointer, start: node.start }, value };
    },
  };
}

/** One of two forms, told apart by the kind of the node. */
export function either<A, B>(isFirst: (node: Node) => boolean, first: Reader<A>, second: Reader<B>): Reader<A | B> {
  return {
    schema: { anyOf: [first.schema, second.schema] },
    read: (node, pointer, report) => (isFirst(node) ? first : second).read(node, pointer, report),
  };
}

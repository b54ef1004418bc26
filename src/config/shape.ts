import type { ConfigNode } from './node.ts';
import type { Reading } from './reading.ts';

/** As much of JSON Schema (2020-12) as the configuration needs to describe itself. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/**
 * How one part of the configuration is read, and how it is described: the schema that is published and the reader
 * cannot drift apart, for they are made in one place.
 */
export interface Shape<T> {
  readonly schema: JsonSchema;
  /** @returns `undefined` after noting an error */
  read(node: ConfigNode, pointer: string, reading: Reading): T | undefined;
}

/** A value together with where it stands, for checks across the document. */
export interface Placed<T> {
  readonly value: T;
  readonly node: ConfigNode;
  readonly pointer: string;
}

/** Keeps the place of what `shape` reads. */
export function placed<T>(shape: Shape<T>): Shape<Placed<T>> {
  return {
    schema: shape.schema,
    read: (node, pointer, reading) => {
      const value = shape.read(node, pointer, reading);
      return value === undefined ? undefined : { value, node, pointer };
    },
  };
}

/** The kind of a node in words, never its value. */
export function kindOf(node: ConfigNode): string {
  if (node.kind === 'map') return 'a mapping';
  if (node.kind === 'list') return 'a list';
  if (node.value === null) return 'nothing';
  switch (typeof node.value) {
    case 'string':
      return 'a string';
    case 'boolean':
      return 'true or false';
    default:
      return 'a number';
  }
}

/** One step of a JSON pointer (RFC 6901). */
export function step(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

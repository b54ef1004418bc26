/**
 * One value of a document with the place where it stands: what the shapes read. It is made of a YAML document
 * (`parse-document.ts`) or of a plain value (`nodeOf`), and knows of neither: whoever has a value need not load a parser.
 */
export type ConfigNode = ScalarNode | ListNode | MapNode;

/** Offsets in the text, in UTF-16 units: where the value begins, and where it ends. Both 0 where there is no text. */
export type Range = readonly [start: number, end: number];

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly range: Range;
  /** A string, a number, a boolean or `null`; whatever else a parser makes of a scalar fits no shape. */
  readonly value: unknown;
}

export interface ListNode {
  readonly kind: 'list';
  readonly range: Range;
  readonly items: readonly ConfigNode[];
}

export interface MapNode {
  readonly kind: 'map';
  readonly range: Range;
  /** In the order of the document; names are unique. */
  readonly members: readonly ConfigMember[];
}

export interface ConfigMember {
  readonly name: string;
  /** Where the name stands. */
  readonly key: ConfigNode;
  readonly value: ConfigNode;
}

/** Whether a mapping has a key. */
export function has(node: MapNode, name: string): boolean {
  return node.members.some((member) => member.name === name);
}

const nowhere: Range = [0, 0];

/** @param value of strings, numbers, booleans, `null`, lists and plain objects; a member that is `undefined` is none */
export function nodeOf(value: unknown): ConfigNode {
  if (Array.isArray(value)) return { kind: 'list', range: nowhere, items: value.map(nodeOf) };
  if (typeof value !== 'object' || value === null) return { kind: 'scalar', range: nowhere, value };
  const members = Object.entries(value)
    .filter(([, child]) => child !== undefined)
    .map(([name, child]) => ({ name, key: nodeOf(name), value: nodeOf(child) }));
  return { kind: 'map', range: nowhere, members };
}

import type { JsonValue } from '../../protocol/index.ts';

/**
 * A policy document as it was written: the same positioned tree for JSON and YAML, so that one strict reader serves
 * both. `start` is an offset into the text in UTF-16 units; `positionsIn` turns it into line and column. Whatever was
 * wrong with the text, a tree holds nothing that is not JSON: no infinite number, no half of a surrogate pair.
 */
export type Node = NullNode | BooleanNode | NumberNode | StringNode | ArrayNode | ObjectNode;

interface Base {
  readonly start: number;
}
export interface NullNode extends Base {
  readonly kind: 'null';
}
export interface BooleanNode extends Base {
  readonly kind: 'boolean';
  readonly value: boolean;
}
export interface NumberNode extends Base {
  readonly kind: 'number';
  readonly value: number;
}
export interface StringNode extends Base {
  readonly kind: 'string';
  readonly value: string;
}
export interface ArrayNode extends Base {
  readonly kind: 'array';
  readonly items: readonly Node[];
}
export interface ObjectNode extends Base {
  readonly kind: 'object';
  /** In document order; keys are unique and never `__proto__`. */
  readonly members: readonly Member[];
}
export interface Member {
  readonly key: string;
  readonly keyStart: number;
  readonly value: Node;
}

/** Something that makes a text unreadable, or a key or number in it unacceptable. */
export interface SourceFault {
  readonly start: number;
  readonly pointer: string;
  readonly expected: string;
  readonly found: string;
}

/** What a parser makes of a text. `root` is absent where the syntax is broken. */
export interface ParsedSource {
  readonly root: Node | undefined;
  readonly faults: readonly SourceFault[];
}

/** Deepest nesting of objects and arrays in a document (policy language, section 7). */
export const maxDepth = 64;

/** The plain JSON value of a node. Its keys are safe: `__proto__` never enters a tree. */
export function toJson(node: Node): JsonValue {
  switch (node.kind) {
    case 'null':
      return null;
    case 'array':
      return node.items.map(toJson);
    case 'object':
      return Object.fromEntries(node.members.map((member) => [member.key, toJson(member.value)]));
    default:
      return node.value;
  }
}

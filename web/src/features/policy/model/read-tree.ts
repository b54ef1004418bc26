import type { JsonValue } from './json.ts';

/** One value of a JSON text, with the span of the text that it stands in: `[start, end)` in UTF-16 units. */
export type Node = ScalarNode | ArrayNode | ObjectNode;

interface Span {
  readonly start: number;
  readonly end: number;
}
export interface ScalarNode extends Span {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}
export interface ArrayNode extends Span {
  readonly kind: 'array';
  readonly items: readonly Node[];
}
export interface ObjectNode extends Span {
  readonly kind: 'object';
  readonly members: readonly Member[];
}
export interface Member {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: Node;
}

/** Nothing that is JSON stands at this offset. */
export class SyntaxFault extends Error {
  readonly offset: number;
  constructor(offset: number, expected: string) {
    super(`expected ${expected}`);
    this.offset = offset;
  }
}

const space = /[ \t\r\n]*/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/y;

/** Deepest nesting that the policy language admits; what is deeper is refused here as there. */
const maxDepth = 64;

/**
 * Reads a JSON text into a tree of spans. Everything between the spans (space, line ends, the spelling of numbers and
 * strings) stays in the text, so an edit replaces the bytes of what it changes and no others.
 *
 * Lenient where the engine is strict (duplicate keys): what is wrong with a document is the engine's to say.
 *
 * @throws SyntaxFault
 */
export function readTree(text: string): Node {
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const expect = (char: string): void => {
    if (text[at] !== char) throw new SyntaxFault(at, `“${char}”`);
    at++;
  };
  const key = (): { key: string; keyStart: number; keyEnd: number } => {
    const keyStart = at;
    const raw = take(string);
    if (raw === undefined) throw new SyntaxFault(at, 'a key in quotes');
    return { key: JSON.parse(raw) as string, keyStart, keyEnd: at };
  };

  function value(depth: number): Node {
    if (depth > maxDepth) throw new SyntaxFault(at, `at most ${maxDepth} levels`);
    const start = at;
    if (text[at] === '{') {
      const members: Member[] = [];
      list('}', () => {
        const name = key();
        take(space);
        expect(':');
        take(space);
        members.push({ ...name, value: value(depth + 1) });
      });
      return { kind: 'object', start, end: at, members };
    }
    if (text[at] === '[') {
      const items: Node[] = [];
      list(']', () => items.push(value(depth + 1)));
      return { kind: 'array', start, end: at, items };
    }
    const raw = text[at] === '"' ? take(string) : take(literal);
    if (raw === undefined || raw === '') throw new SyntaxFault(at, 'a value');
    return { kind: 'scalar', start, end: at, value: JSON.parse(raw) as ScalarNode['value'] };
  }

  /** From the opening bracket to behind the closing one. */
  function list(close: string, element: () => void): void {
    at++;
    take(space);
    if (text[at] === close) {
      at++;
      return;
    }
    for (;;) {
      element();
      take(space);
      if (text[at] === close) break;
      expect(',');
      take(space);
    }
    at++;
  }

  take(space);
  const root = value(0);
  take(space);
  if (at < text.length) throw new SyntaxFault(at, 'the end of the document');
  return root;
}

/** The plain value of a node. */
export function plainValue(node: Node): JsonValue {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'array') return node.items.map(plainValue);
  const value: Record<string, JsonValue> = {};
  for (const member of node.members) {
    Object.defineProperty(value, member.key, {
      value: plainValue(member.value),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return value;
}

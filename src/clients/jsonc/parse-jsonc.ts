import type { JsoncMember, JsoncNode } from './jsonc-node.ts';

/** A text that is not JSON with comments. Quotes nothing of it: it may hold secrets. */
export class JsoncError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = 'JsoncError';
    this.offset = offset;
  }
}

const deepest = 100;
const literals = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * Reads what editors call JSON with comments: line and block comments, and a comma behind the last element. In all else
 * it is strict, and a name that stands twice in an object is an error: clients do not agree which one counts.
 *
 * @throws JsoncError with the offset of what is wrong
 */
export function parseJsonc(text: string): JsoncNode {
  let at = text.startsWith('\ufeff') ? 1 : 0;

  const fail = (message: string, offset = at): never => {
    throw new JsoncError(message, offset);
  };

  const skip = (): void => {
    for (;;) {
      const char = text[at];
      if (char === ' ' || char === '\t' || char === '\n' || char === '\r') at += 1;
      else if (text.startsWith('//', at)) {
        const end = text.indexOf('\n', at);
        at = end === -1 ? text.length : end + 1;
      } else if (text.startsWith('/*', at)) {
        const end = text.indexOf('*/', at + 2);
        at = end === -1 ? fail('this comment does not end') : end + 2;
      } else return;
    }
  };

  const string = (): string => {
    const from = at;
    for (at += 1; text[at] !== '"'; at += 1) {
      const code = text.charCodeAt(at);
      if (Number.isNaN(code) || code < 0x20) fail('this string does not end on its line', from);
      if (text[at] === '\\') at += 1;
    }
    at += 1;
    try {
      return JSON.parse(text.slice(from, at)) as string;
    } catch {
      return fail('this string has an escape that JSON does not know', from);
    }
  };

  const scalar = (): JsoncNode => {
    const from = at;
    if (text[at] === '"') return { kind: 'scalar', value: string(), from, to: at };
    const word = /^[-+.\w]+/.exec(text.slice(at, at + 400))?.[0] ?? '';
    const literal = literals.get(word);
    if (literal === undefined && !/^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(word)) fail('expected a JSON value');
    at += word.length;
    return { kind: 'scalar', value: literal === undefined ? Number(word) : literal, from, to: at };
  };

  /** Elements up to the closing bracket; a comma may stand behind the last one. */
  const elements = (close: string, element: () => void): void => {
    at += 1;
    for (skip(); text[at] !== close; skip()) {
      element();
      skip();
      if (text[at] === ',') at += 1;
      else if (text[at] !== close) fail(`expected , or ${close}`);
    }
    at += 1;
  };

  const value = (depth: number): JsoncNode => {
    if (depth > deepest) fail(`nested deeper than ${deepest}`);
    const from = at;
    if (text[at] === '{') {
      const members: JsoncMember[] = [];
      const names = new Set<string>();
      elements('}', () => {
        const key = { from: at, to: at };
        if (text[at] !== '"') fail('expected a name in quotes');
        const name = string();
        key.to = at;
        if (names.has(name)) fail('this name stands twice in its object', key.from);
        names.add(name);
        skip();
        if (text[at] !== ':') fail('expected :');
        at += 1;
        skip();
        members.push({ name, key, value: value(depth + 1) });
      });
      return { kind: 'object', members, from, to: at };
    }
    if (text[at] === '[') {
      const items: JsoncNode[] = [];
      elements(']', () => items.push(value(depth + 1)));
      return { kind: 'array', items, from, to: at };
    }
    return scalar();
  };

  skip();
  const root = value(0);
  skip();
  if (at < text.length) fail('there must be nothing behind the value');
  return root;
}

import { survivesDouble } from './decimal.ts';
import { pointerOf } from './pointer.ts';
import { type Member, maxDepth, type Node, type Parsed, type SourceFault } from './tree.ts';

/** Broken syntax ends the reading; duplicate keys and bad numbers are noted and reading goes on. */
class Broken extends Error {}

/** As many as are told of; a text made of nothing else is not read to its end. */
const maxFaults = 50;

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const plain = /[^"\\\u0000-\u001f]*/y;
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * Reads a JSON text (RFC 8259, strictly) into a positioned tree. Duplicate keys are found also when they are spelled
 * differently (`"a"`), `__proto__` is refused as a key, and so is a number that a double does not hold.
 */
export function parseJson(text: string): Parsed {
  const faults: SourceFault[] = [];
  const tokens: (string | number)[] = [];
  let at = 0;

  const note = (start: number, expected: string, found: string): void => {
    faults.push({ start, pointer: pointerOf(tokens), expected, found });
    if (faults.length >= maxFaults) throw new Broken();
  };
  const fail = (expected: string, start = at): never => {
    note(start, expected, here(text, start));
    throw new Broken();
  };
  const space = (): void => {
    for (;;) {
      const code = text.charCodeAt(at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      at++;
    }
  };
  const string = (): string => {
    const start = at++;
    let escaped = false;
    for (;;) {
      plain.lastIndex = at;
      plain.exec(text);
      at = plain.lastIndex;
      const stop = text[at];
      if (stop === '"') break;
      if (stop !== '\\') return fail(stop === undefined ? 'a closing quote' : 'no control character in a string');
      escaped = true;
      at += 2;
      if (text[at - 1] !== 'u') {
        if (!'"\\/bfnrt'.includes(text[at - 1] ?? '?')) return fail('an escape of JSON', at - 2);
      } else {
        if (!/^[0-9a-fA-F]{4}$/.test(text.slice(at, at + 4))) return fail('four hexadecimal digits', at - 2);
        at += 4;
      }
    }
    at++;
    const value: string = escaped ? JSON.parse(text.slice(start, at)) : text.slice(start + 1, at - 1);
    if (loneSurrogate.test(value)) fail('no lone surrogate in a string', start);
    return value;
  };
  const object = (start: number, depth: number): Node => {
    const members: Member[] = [];
    const seen = new Set<string>();
    at++;
    space();
    if (text[at] === '}') {
      at++;
      return { kind: 'object', start, members };
    }
    for (;;) {
      space();
      if (text[at] !== '"') fail('a key in double quotes');
      const keyStart = at;
      const key = string();
      space();
      if (text[at] !== ':') fail('":"');
      at++;
      tokens.push(key);
      const refused = keyFault(key, seen);
      if (refused !== undefined) note(keyStart, refused, `"${key}"`);
      const value = read(depth);
      tokens.pop();
      if (refused === undefined) members.push({ key, keyStart, value });
      seen.add(key);
      space();
      const next = text[at];
      if (next !== ',' && next !== '}') fail('"," or "}"');
      at++;
      if (next === '}') return { kind: 'object', start, members };
    }
  };
  const array = (start: number, depth: number): Node => {
    const items: Node[] = [];
    at++;
    space();
    if (text[at] === ']') {
      at++;
      return { kind: 'array', start, items };
    }
    for (;;) {
      tokens.push(items.length);
      items.push(read(depth));
      tokens.pop();
      space();
      const next = text[at];
      if (next !== ',' && next !== ']') fail('"," or "]"');
      at++;
      if (next === ']') return { kind: 'array', start, items };
    }
  };
  const word = (start: number, spelled: string, node: Node): Node => {
    if (!text.startsWith(spelled, start)) fail('a JSON value');
    at += spelled.length;
    return node;
  };
  const read = (depth: number): Node => {
    space();
    const start = at;
    switch (text[at]) {
      case '{':
        return depth === maxDepth ? fail(`at most ${maxDepth} levels of nesting`) : object(start, depth + 1);
      case '[':
        return depth === maxDepth ? fail(`at most ${maxDepth} levels of nesting`) : array(start, depth + 1);
      case '"':
        return { kind: 'string', start, value: string() };
      case 't':
        return word(start, 'true', { kind: 'boolean', start, value: true });
      case 'f':
        return word(start, 'false', { kind: 'boolean', start, value: false });
      case 'n':
        return word(start, 'null', { kind: 'null', start });
      default: {
        number.lastIndex = at;
        const lexeme = number.exec(text)?.[0];
        if (lexeme === undefined) return fail('a JSON value');
        at += lexeme.length;
        if (!survivesDouble(lexeme)) note(start, 'a number that a double holds exactly', lexeme.slice(0, 40));
        return { kind: 'number', start, value: finite(Number(lexeme)) };
      }
    }
  };

  try {
    const root = read(0);
    space();
    if (at < text.length) fail('the end of the document');
    return { root, faults };
  } catch (error) {
    if (error instanceof Broken) return { root: undefined, faults };
    throw error;
  }
}

/** Reading goes on after a number that is refused, and what reads on (a digest, say) is given nothing but JSON. */
export function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

/** Why a key may not stand where it does; `undefined` when it may. */
export function keyFault(key: string, seen: ReadonlySet<string>): string | undefined {
  if (key === '__proto__') return 'any key but __proto__';
  if (!key.isWellFormed()) return 'no lone surrogate in a key';
  if (seen.has(key)) return 'a key only once';
  return undefined;
}

function here(text: string, at: number): string {
  const character = text.codePointAt(at);
  if (character === undefined) return 'the end of the text';
  return JSON.stringify(String.fromCodePoint(character));
}

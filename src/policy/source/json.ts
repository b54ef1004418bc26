import { keepsItsDigits } from './decimal.ts';
import { pointerOf } from './pointer.ts';
import {
  type ArrayNode,
  type Member,
  maxDepth,
  type Node,
  type ObjectNode,
  type ParsedSource,
  type SourceFault,
} from './tree.ts';

/** Broken syntax ends the reading; duplicate keys and bad numbers are noted and reading goes on. */
class Broken extends Error {}

/** As many as are told of; a text made of nothing else is not read to its end. */
const maxFaults = 50;

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const plain = /[^"\\\u0000-\u001f]*/y;

/** So much text is read between two pauses, in UTF-16 units. */
const stride = 16 * 1024;
/** Keys among which one is looked for one by one: fewer than make a set worth its memory. */
const few = 8;

/** An object or array that has not ended yet. */
interface Open {
  readonly start: number;
  readonly end: '}' | ']';
  /** Where its own begin among the members, or items, of all that are open. */
  readonly from: number;
  /** The keys so far, once there are many. */
  keys: Set<string> | undefined;
  /** The key whose value is read, where it is refused why. */
  key: string;
  keyStart: number;
  refused: string | undefined;
}

/**
 * Reads a JSON text (RFC 8259, strictly) into a positioned tree. Duplicate keys are found also when they are spelled
 * differently (`"\u0061"`), `__proto__` is refused as a key, and so is a number that a double does not hold.
 */
export function parseJson(text: string): ParsedSource {
  return whole(parsingJson(text));
}

function whole(parsing: Generator<void, ParsedSource, void>): ParsedSource {
  for (;;) {
    const step = parsing.next();
    if (step.done === true) return step.value;
  }
}

/**
 * Reads the one value that begins at an offset of a text that was found to be sound.
 *
 * @throws Error where it is not
 */
export function parseJsonAt(text: string, start: number): Node {
  const { root } = whole(parsingJson(text, start));
  if (root === undefined) throw new Error(`no JSON value at ${start}`);
  return root;
}

/**
 * The same with a pause now and then, however large one value is: what has not ended stands on a stack of its own.
 *
 * @param from where the value begins; what stands behind it is looked at only where all of the text is read
 */
export function* parsingJson(text: string, from = 0): Generator<void, ParsedSource, void> {
  const faults: SourceFault[] = [];
  const tokens: (string | number)[] = [];
  const opened: Open[] = [];
  // Of all that are open, and copied out when one ends: a list that grows by itself takes room for sixteen at once.
  const members: Member[] = [];
  const items: Node[] = [];
  let at = from;

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
      plain.test(text);
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
    if (!value.isWellFormed()) fail('no lone surrogate in a string', start);
    return value;
  };
  const key = (open: Open): void => {
    space();
    if (text[at] !== '"')
      fail(text[at] === '}' ? 'a key in double quotes, or no comma before it' : 'a key in double quotes');
    open.keyStart = at;
    open.key = string();
    space();
    if (text[at] !== ':') fail('":"');
    at++;
    tokens.push(open.key);
    open.refused = keyFault(open.key, hasKey(open, members, open.key));
    if (open.refused !== undefined) note(open.keyStart, open.refused, `"${open.key}"`);
  };
  /** What stands before the next value of an object or array. */
  const lead = (open: Open): void => {
    if (open.end === '}') key(open);
    else tokens.push(items.length - open.from);
  };
  const word = (start: number, spelled: string, node: Node): Node => {
    if (!text.startsWith(spelled, start)) fail('a JSON value');
    at += spelled.length;
    return node;
  };
  const scalar = (start: number): Node => {
    switch (text[at]) {
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
        if (!keepsItsDigits(lexeme)) note(start, 'a number that a double holds exactly', lexeme.slice(0, 40));
        return { kind: 'number', start, value: finite(Number(lexeme)) };
      }
    }
  };
  /** @returns the value that begins here, or `undefined` where it has been opened and is not empty */
  const begin = (): Node | undefined => {
    space();
    const start = at;
    const first = text[at];
    if (first !== '{' && first !== '[') return scalar(start);
    if (opened.length === maxDepth) fail(`at most ${maxDepth} levels of nesting`);
    const open = openAt(start, first === '{', first === '{' ? members.length : items.length);
    at++;
    space();
    if (text[at] === open.end) {
      at++;
      return end(open);
    }
    lead(open);
    opened.push(open);
    return undefined;
  };
  const put = ({ end, key, keyStart, keys, refused }: Open, value: Node): void => {
    if (end === ']') items.push(value);
    else if (refused === undefined) {
      members.push({ key, keyStart, value });
      keys?.add(key);
    }
  };
  const end = ({ start, end, from }: Open): ObjectNode | ArrayNode =>
    end === '}'
      ? { kind: 'object', start, members: takenOff(members, from) }
      : { kind: 'array', start, items: takenOff(items, from) };
  /** Puts a value where it belongs. @returns the root, once nothing is open any more */
  const close = (value: Node): Node | undefined => {
    let made = value;
    for (let open = opened.at(-1); open !== undefined; open = opened.at(-1)) {
      tokens.pop();
      put(open, made);
      space();
      const next = text[at];
      if (next !== ',' && next !== open.end) fail(`"," or "${open.end}"`);
      at++;
      if (next === ',') {
        lead(open);
        return undefined;
      }
      made = end(open);
      opened.pop();
    }
    return made;
  };

  try {
    let root: Node | undefined;
    for (let pauseAt = from + stride; root === undefined; ) {
      const value = begin();
      if (value !== undefined) root = close(value);
      if (at >= pauseAt) {
        yield;
        pauseAt = at + stride;
      }
    }
    space();
    if (from === 0 && at < text.length) fail('the end of the document');
    return { root, faults };
  } catch (error) {
    if (error instanceof Broken) return { root: undefined, faults };
    throw error;
  }
}

function openAt(start: number, isObject: boolean, from: number): Open {
  return { start, end: isObject ? '}' : ']', from, keys: undefined, key: '', keyStart: start, refused: undefined };
}

function takenOff<T>(list: T[], from: number): readonly T[] {
  const taken = list.slice(from);
  list.length = from;
  return taken;
}

/** @param members in which those of the object are the last */
function hasKey(open: Open, members: readonly Member[], key: string): boolean {
  if (open.keys !== undefined) return open.keys.has(key);
  if (members.length - open.from < few) {
    for (let index = open.from; index < members.length; index++) if (members[index]?.key === key) return true;
    return false;
  }
  open.keys = new Set(members.slice(open.from).map((member) => member.key));
  return open.keys.has(key);
}

/** Reading goes on after a number that is refused, and what reads on (a digest, say) is given nothing but JSON. */
export function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

/** Why a key may not stand where it does; `undefined` when it may. */
export function keyFault(key: string, isKnown: boolean): string | undefined {
  if (key === '__proto__') return 'any key but __proto__';
  if (!key.isWellFormed()) return 'no lone surrogate in a key';
  if (isKnown) return 'a key only once';
  return undefined;
}

function here(text: string, at: number): string {
  const character = text.codePointAt(at);
  if (character === undefined) return 'the end of the text';
  if (/^\/[/*]/.test(text.slice(at, at + 2))) return 'a comment, which JSON does not have';
  return JSON.stringify(String.fromCodePoint(character));
}

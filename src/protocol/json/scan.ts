import { isUtf8 } from 'node:buffer';
import { asciiText } from './ascii-text.ts';
import type { JsonCaps } from './caps.ts';
import { firstInvalidUtf8 } from './first-invalid-utf8.ts';
import { KeySet } from './key-set.ts';
import { Offence } from './offence.ts';
import { skipNumber } from './skip-number.ts';
import { type ScannedText, skipString } from './skip-string.ts';
import type { Span } from './span.ts';

/**
 * Which objects' members are wanted: the root's, and of those the members of the keys named here, and so on down.
 * `new Map([['params', new Map([['_meta', new Map()]])]])` asks for the root, `params` and `params._meta`.
 */
export type Watch = ReadonlyMap<string, Watch>;

/** An object whose members were asked for. */
export interface ScannedObject {
  /** Key (unescaped) → span of its value. In the order of the text. */
  readonly members: Map<string, Span>;
  /** The objects asked for by `Watch` that are there. Most have none, and nothing is made for those. */
  readonly objects: ReadonlyMap<string, ScannedObject>;
}

export interface Scan {
  readonly kind: 'scan';
  /** The first byte of the value and the byte after it, white space left out. */
  readonly span: Span;
  /** The root's members; `undefined` when the root is no object, or not wanted. */
  readonly root: ScannedObject | undefined;
  /** Every value that is a string of at least {@link longBytes}, in the order of the text. */
  readonly longStrings: readonly Span[];
  /** The whole text, where it is short and all ASCII. */
  readonly ascii: string | undefined;
}

/** A string that is worth being read only when somebody looks at it. */
const longBytes = 4096;
const noSpans: readonly Span[] = [];

/** Most members of an object whose members are wanted: a map of them costs more than a scan. */
const MOST_MEMBERS = 1024;

/**
 * `everywhere`: the whole text is held to the strict rules; for what will be judged.
 * `keys`: the same but for numbers, of which only the grammar is checked; for definitions, whose schemas bound integers
 * by what other languages can hold.
 * `watched`: only the objects whose members are wanted are; what they contain is held to the grammar, the depth and
 * UTF-8, but its keys, numbers and number of nodes are not looked at; for what is passed on unread.
 */
export type Strictness = 'everywhere' | 'keys' | 'watched';

/** One that is being read. */
interface Found extends ScannedObject {
  objects: ReadonlyMap<string, ScannedObject>;
}

const noObjects: ReadonlyMap<string, ScannedObject> = new Map();

interface Frame {
  isObject: boolean;
  strict: boolean;
  /** Numbers objects within the text. */
  id: number;
  watch: Watch | undefined;
  found: Found | undefined;
  /** The key and the start of the value that is being read. */
  key: string;
  valueStart: number;
}

const keys = new KeySet();

/**
 * One pass over a JSON text, strictly (threats B01–B12): RFC 8259 and nothing beside it, UTF-8 only and no byte order
 * mark, no key twice in an object however it is spelt, no `__proto__`, no half of a surrogate pair, no number that
 * decoders could read differently, nothing over a cap. What is accepted means the same to every decoder, whichever
 * of two equal keys it prefers and whatever it keeps numbers in.
 *
 * It takes time linear in the bytes, whatever they are, and does not recurse.
 *
 * @param strictness how much of the text is held to the strict rules
 * @param watch the objects whose members are wanted; without it, none
 */
export function scan(bytes: Buffer, caps: JsonCaps, strictness: Strictness, watch?: Watch): Scan | Offence {
  keys.begin(bytes);
  try {
    if (bytes.length > caps.bytes) throw new Offence(`longer than ${caps.bytes} bytes`, caps.bytes, 'too_large');
    const ascii = asciiText(bytes);
    if (ascii === undefined && !isUtf8(bytes)) throw new Offence('not UTF-8', firstInvalidUtf8(bytes));
    return walk(bytes, ascii, caps, strictness, watch);
  } catch (caught) {
    if (caught instanceof Offence) return caught;
    throw caught;
  } finally {
    keys.finish();
  }
}

function walk(
  bytes: Buffer,
  ascii: string | undefined,
  caps: JsonCaps,
  strictness: Strictness,
  watch: Watch | undefined,
): Scan {
  const everywhere = strictness !== 'watched';
  const exactNumbers = strictness === 'everywhere';
  const text: ScannedText = { bytes, view: undefined, surcharge: 0 };
  const start = skipSpace(bytes, 0);
  const frames: Frame[] = [];
  let root: ScannedObject | undefined;
  let longStrings: Span[] | undefined;
  let at = start;
  let depth = 0;
  let nodes = 0;
  let objects = 0;
  let frame: Frame | undefined;

  for (;;) {
    // Here a value must stand.
    const strict = frame === undefined || frame.strict;
    if (strict) {
      nodes += 1;
      if (nodes + text.surcharge > caps.nodes) throw new Offence(`more than ${caps.nodes} values`, at, 'too_large');
    }
    const c = bytes[at] ?? 0;
    if (c === 0x7b || c === 0x5b) {
      if (depth >= caps.depth) throw new Offence(`nested deeper than ${caps.depth}`, at, 'too_large');
      const below = frame === undefined ? watch : frame.watch?.get(frame.key);
      const isObject = c === 0x7b;
      const found: Found | undefined =
        isObject && below !== undefined ? { members: new Map(), objects: noObjects } : undefined;
      if (found !== undefined) {
        if (frame === undefined) root = found;
        else {
          // Whose members are wanted is wanted itself.
          const around = frame.found as Found;
          around.objects = new Map(around.objects).set(frame.key, found);
        }
      }
      objects += 1;
      frame = frames[depth] ?? newFrame();
      frames[depth] = frame;
      frame.isObject = isObject;
      frame.strict = everywhere || found !== undefined;
      frame.id = objects;
      frame.watch = found === undefined ? undefined : below;
      frame.found = found;
      depth += 1;
      at = skipSpace(bytes, at + 1);
      if (bytes[at] !== c + 2) {
        if (isObject) at = readKey(text, at, frame);
        frame.valueStart = at;
        continue;
      }
      at += 1;
      depth -= 1;
      frame = depth > 0 ? frames[depth - 1] : undefined;
    } else if (c === 0x22) {
      const end = skipString(text, at + 1, everywhere);
      if (end - at >= longBytes) {
        longStrings ??= [];
        longStrings.push({ start: at, end });
      }
      at = end;
    } else if (c === 0x2d || (c >= 0x30 && c <= 0x39)) {
      at = skipNumber(text, at, exactNumbers);
    } else {
      at = skipWord(bytes, at, c);
    }
    // Here a value has ended, and perhaps what it is the last of.
    while (frame !== undefined) {
      frame.found?.members.set(frame.key, { start: frame.valueStart, end: at });
      at = skipSpace(bytes, at);
      const next = bytes[at] ?? 0;
      if (next === 0x2c) {
        at = skipSpace(bytes, at + 1);
        if (frame.isObject) at = readKey(text, at, frame);
        frame.valueStart = at;
        break;
      }
      if (next !== (frame.isObject ? 0x7d : 0x5d)) throw unexpected(bytes, at);
      at += 1;
      depth -= 1;
      frame = depth > 0 ? frames[depth - 1] : undefined;
    }
    if (frame === undefined) break;
  }
  const rest = skipSpace(bytes, at);
  if (rest < bytes.length) throw new Offence('something follows the value', rest);
  return { kind: 'scan', span: { start, end: at }, root, longStrings: longStrings ?? noSpans, ascii };
}

/** Frames are used again by the next object or array at their depth. */
function newFrame(): Frame {
  return { isObject: false, strict: false, id: 0, watch: undefined, found: undefined, key: '', valueStart: 0 };
}

/** @returns where the value begins */
function readKey(text: ScannedText, from: number, frame: Frame): number {
  const bytes = text.bytes;
  if (bytes[from] !== 0x22) throw unexpected(bytes, from);
  const end = skipString(text, from + 1, frame.strict);
  if (frame.strict) {
    keys.add(frame.id, from + 1, end - 1);
    if (frame.found !== undefined) {
      if (frame.found.members.size >= MOST_MEMBERS) {
        throw new Offence(`more than ${MOST_MEMBERS} members`, from, 'too_large');
      }
      frame.key = keys.text();
    }
  }
  const colon = skipSpace(bytes, end);
  if (bytes[colon] !== 0x3a) throw unexpected(bytes, colon);
  return skipSpace(bytes, colon + 1);
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length) {
    const c = bytes[at] as number;
    if (c > 0x20 || (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09)) break;
    at += 1;
  }
  return at;
}

const words = new Map([
  [0x74, Buffer.from('true')],
  [0x66, Buffer.from('false')],
  [0x6e, Buffer.from('null')],
]);

function skipWord(bytes: Buffer, at: number, first: number): number {
  const word = words.get(first);
  if (word === undefined) throw unexpected(bytes, at);
  for (let i = 1; i < word.length; i += 1) {
    if (bytes[at + i] !== word[i]) throw unexpected(bytes, at);
  }
  return at + word.length;
}

function unexpected(bytes: Buffer, at: number): Offence {
  if (at >= bytes.length) return new Offence('the text ends too early', bytes.length);
  if (at === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return new Offence('byte order mark', 0);
  }
  return new Offence('unexpected character', at);
}

import type { JsonCaps } from './caps.ts';
import type { KeySet } from './key-set.ts';
import { Offence } from './offence.ts';
import type { Scan, ScannedObject, Strictness, Watch } from './scan.ts';
import { skipNumber } from './skip-number.ts';
import { type ScannedText, skipString } from './skip-string.ts';
import type { Span } from './span.ts';

/** A string that is worth being read only when somebody looks at it. */
const longBytes = 4096;
const noSpans: readonly Span[] = [];
/** Most members of an object whose members are wanted: a map of them costs more than a scan. */
const MOST_MEMBERS = 1024;
/** A longer key of what is passed on is refused where it would have to be compared: that cannot be done in steps. */
const LONGEST_KEY = 64 * 1024;

/** What must stand next. */
const KEY = 0;
const IN_KEY = 1;
const COLON = 2;
const VALUE = 3;
const IN_STRING = 4;
/** The first of an object or an array, or its end. */
const FIRST = 5;
/** What comes behind a value. */
const NEXT = 6;

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

/**
 * The way through a text that `scan` describes. It can be gone in steps: what it must know to go on is kept here, so that
 * where a step ends makes no difference to what is found.
 */
export class Walk {
  readonly #text: ScannedText;
  readonly #caps: JsonCaps;
  readonly #everywhere: boolean;
  readonly #exactNumbers: boolean;
  readonly #watch: Watch | undefined;
  readonly #keys: KeySet;
  readonly #frames: Frame[] = [];
  #frame: Frame | undefined;
  #depth = 0;
  #nodes = 0;
  #objects = 0;
  #root: ScannedObject | undefined;
  #longStrings: Span[] | undefined;
  #at = 0;
  #expects = VALUE;
  /** Where the string begins that is being read. */
  #quote = 0;
  #start = 0;
  #end = 0;

  /** @param keys empty, and of this walk alone as long as it lasts */
  constructor(bytes: Buffer, caps: JsonCaps, strictness: Strictness, watch: Watch | undefined, keys: KeySet) {
    this.#text = { bytes, view: undefined, surcharge: 0 };
    this.#caps = caps;
    this.#everywhere = strictness !== 'watched';
    this.#exactNumbers = strictness === 'everywhere';
    this.#watch = watch;
    this.#keys = keys;
  }

  /** What was found, once it has come to the end. */
  found(ascii: string | undefined): Scan {
    const span = { start: this.#start, end: this.#end };
    return { kind: 'scan', span, root: this.#root, longStrings: this.#longStrings ?? noSpans, ascii };
  }

  /**
   * Goes on. What it looks at all the time it has in variables of its own: in members it took up to twice as long.
   *
   * @param until where to stop, or a little later: a number, a word and a run of a string that means nothing are passed whole.
   *   Beyond the end of the text it does not stop
   * @returns whether it has come to the end
   * @throws Offence
   */
  run(until: number): boolean {
    const text = this.#text;
    const { bytes } = text;
    const stop = Math.min(bytes.length, until);
    let at = this.#at;
    let expects = this.#expects;
    let frame = this.#frame;
    for (;;) {
      if (expects < VALUE) {
        if (expects === KEY) {
          at = skipSpace(bytes, at, stop);
          if (at >= until) break;
          if (bytes[at] !== 0x22) throw unexpected(bytes, at);
          this.#quote = at;
          at += 1;
          expects = IN_KEY;
        }
        if (expects === IN_KEY) {
          const { strict } = frame as Frame;
          at = skipString(text, this.#quote, at, strict, until);
          if (at < 0) break;
          if (strict) this.#key(frame as Frame, at);
          expects = COLON;
        }
        at = skipSpace(bytes, at, stop);
        if (at >= until) break;
        if (bytes[at] !== 0x3a) throw unexpected(bytes, at);
        at += 1;
        expects = VALUE;
      }
      if (expects === VALUE) {
        at = skipSpace(bytes, at, stop);
        if (at >= until) break;
        if (frame === undefined) this.#start = at;
        else frame.valueStart = at;
        if (frame === undefined || frame.strict) this.#count(at);
        const c = bytes[at] ?? 0;
        if (c === 0x22) {
          this.#quote = at;
          at += 1;
          expects = IN_STRING;
        } else if (c === 0x7b || c === 0x5b) {
          frame = this.#open(frame, at, c === 0x7b);
          at += 1;
          expects = FIRST;
        } else {
          const isNumber = c === 0x2d || (c >= 0x30 && c <= 0x39);
          at = isNumber ? skipNumber(text, at, this.#exactNumbers) : skipWord(bytes, at, c);
          this.#ended(frame, at);
          expects = NEXT;
        }
      }
      if (expects === IN_STRING) {
        at = skipString(text, this.#quote, at, this.#everywhere, until);
        if (at < 0) break;
        if (at - this.#quote >= longBytes) this.#long(at);
        this.#ended(frame, at);
        expects = NEXT;
      }
      at = skipSpace(bytes, at, stop);
      if (at >= until) break;
      if (frame === undefined) {
        if (at < bytes.length) throw new Offence('something follows the value', at);
        return true;
      }
      const c = bytes[at] ?? 0;
      if (c === (frame.isObject ? 0x7d : 0x5d)) {
        at += 1;
        frame = this.#close();
        this.#ended(frame, at);
        expects = NEXT;
      } else if (expects === FIRST) expects = frame.isObject ? KEY : VALUE;
      else if (c === 0x2c) {
        at += 1;
        expects = frame.isObject ? KEY : VALUE;
      } else throw unexpected(bytes, at);
    }
    this.#at = Math.abs(at);
    this.#expects = expects;
    this.#frame = frame;
    return false;
  }

  #ended(frame: Frame | undefined, end: number): void {
    if (frame === undefined) this.#end = end;
    else if (frame.found !== undefined) frame.found.members.set(frame.key, { start: frame.valueStart, end });
  }

  #count(at: number): void {
    this.#nodes += 1;
    const { nodes } = this.#caps;
    if (this.#nodes + this.#text.surcharge > nodes) throw new Offence(`more than ${nodes} values`, at, 'too_large');
  }

  #open(around: Frame | undefined, at: number, isObject: boolean): Frame {
    const { depth } = this.#caps;
    if (this.#depth >= depth) throw new Offence(`nested deeper than ${depth}`, at, 'too_large');
    const below = around === undefined ? this.#watch : around.watch?.get(around.key);
    const found: Found | undefined =
      isObject && below !== undefined ? { members: new Map(), objects: noObjects } : undefined;
    if (found !== undefined) {
      // Whose members are wanted is wanted itself.
      const above = around?.found;
      if (above === undefined) this.#root = found;
      else above.objects = new Map(above.objects).set((around as Frame).key, found);
    }
    this.#objects += 1;
    const frame = this.#frames[this.#depth] ?? newFrame();
    this.#frames[this.#depth] = frame;
    frame.isObject = isObject;
    frame.strict = this.#everywhere || found !== undefined;
    frame.id = this.#objects;
    frame.watch = found === undefined ? undefined : below;
    frame.found = found;
    this.#depth += 1;
    return frame;
  }

  #close(): Frame | undefined {
    this.#depth -= 1;
    return this.#depth > 0 ? this.#frames[this.#depth - 1] : undefined;
  }

  #long(end: number): void {
    this.#longStrings ??= [];
    this.#longStrings.push({ start: this.#quote, end });
  }

  #key(frame: Frame, end: number): void {
    const from = this.#quote;
    if (!this.#everywhere && end - from > LONGEST_KEY) {
      throw new Offence(`key of more than ${LONGEST_KEY} bytes`, from, 'too_large');
    }
    this.#keys.add(frame.id, from + 1, end - 1);
    if (frame.found === undefined) return;
    if (frame.found.members.size >= MOST_MEMBERS) {
      throw new Offence(`more than ${MOST_MEMBERS} members`, from, 'too_large');
    }
    frame.key = this.#keys.text();
  }
}

/** Frames are used again by the next object or array at their depth. */
function newFrame(): Frame {
  return { isObject: false, strict: false, id: 0, watch: undefined, found: undefined, key: '', valueStart: 0 };
}

/** @param stop within the text, or its end */
function skipSpace(bytes: Buffer, from: number, stop: number): number {
  let at = from;
  while (at < stop) {
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

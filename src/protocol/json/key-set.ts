import { randomBytes } from 'node:crypto';
import { Offence } from './offence.ts';
import { unescapeInto } from './unescape.ts';

const FRAME_FACTOR = 0x9e3779b1 | 0;

const BACKSLASH = 0x5c;
const SMALL = 64;
const FORBIDDEN = Buffer.from('__proto__');

/** Keys that nearly every message has: for these no string need be made. */
const usual =
  `jsonrpc id method params result error name arguments _meta progressToken content isError structuredContent code message
   data`.split(/\s+/);

/**
 * The keys of every object of one text, to find the second of two equal ones in one object: an open-addressed table
 * of (object, hash, place of the key). It is linear in the bytes of the keys whatever they are: equal means equal
 * after unescaping, and too many collisions, which never happen by accident, are an offence by themselves.
 *
 * One instance serves one text after another; `begin` empties it.
 */
export class KeySet {
  readonly #seed: number;
  readonly #factor: number;
  readonly #usual: ReadonlyMap<number, { readonly key: string; readonly bytes: Buffer }>;
  #slots = new Int32Array(SMALL * 2);
  #entries = new Int32Array(SMALL * 3);
  #count = 0;
  #probes = 0;
  #bytes: Buffer = FORBIDDEN;
  #unescaped: Buffer | undefined;
  #unescapedEnd = 0;
  #hash = 0;
  /** Where the last key that was added stands, unescaped: in `source`, from `start` to `end`. */
  source: Buffer = FORBIDDEN;
  start = 0;
  end = 0;

  /** @param secret eight bytes; nobody outside may know them, or they could prepare keys that collide (hash flooding) */
  constructor(secret: Buffer = randomBytes(8)) {
    this.#seed = secret.readInt32LE(0);
    this.#factor = secret.readInt32LE(4) | 1;
    const known = usual.map((key) => ({ key, bytes: Buffer.from(key) }));
    this.#usual = new Map(known.map((each) => [this.#hashOf(each.bytes, 0, each.bytes.length), each]));
  }

  begin(bytes: Buffer): void {
    if (this.#slots.length > SMALL * 2) {
      this.#slots = new Int32Array(SMALL * 2);
      this.#entries = new Int32Array(SMALL * 3);
    } else {
      this.#slots.fill(0);
    }
    this.#count = 0;
    this.#probes = 0;
    this.#bytes = bytes;
  }

  /** Lets go of the text. */
  finish(): void {
    this.#bytes = FORBIDDEN;
    this.source = FORBIDDEN;
    this.#unescaped = undefined;
    this.#unescapedEnd = 0;
  }

  /**
   * @param object a number that no other object of this text has
   * @param start where the key begins, after its quote
   * @param end its closing quote
   * @throws Offence for a key that the object has already, and for `__proto__`
   */
  add(object: number, start: number, end: number): void {
    this.source = this.#bytes;
    this.start = start;
    this.end = end;
    this.#hash = this.#hashOf(this.#bytes, start, end);
    if (this.#hash < 0) {
      this.#unescape(start, end);
      this.#hash = this.#hashOf(this.source, this.start, this.end, true);
    }
    if (this.end - this.start === FORBIDDEN.length && this.#equals(FORBIDDEN, 0)) {
      throw new Offence('the key "__proto__" is refused', start - 1);
    }
    // The same key in another object has another hash: the factor is odd, so that no two numbers make the same of it.
    this.#insert(this.#hash ^ Math.imul(object, FRAME_FACTOR), start);
  }

  /** @returns the key as added last */
  text(): string {
    const known = this.#usual.get(this.#hash);
    return known?.bytes.length === this.end - this.start && this.#equals(known.bytes, 0)
      ? known.key
      : this.source.toString('utf8', this.start, this.end);
  }

  #unescape(start: number, end: number): void {
    this.#unescaped ??= Buffer.allocUnsafe(this.#bytes.length);
    this.source = this.#unescaped;
    this.start = this.#unescapedEnd;
    this.end = unescapeInto(this.#unescaped, this.start, this.#bytes, start, end);
    this.#unescapedEnd = this.end;
  }

  #insert(hash: number, offset: number): void {
    if (this.#count * 2 >= this.#slots.length) this.#grow();
    const slots = this.#slots;
    const entries = this.#entries;
    const mask = slots.length - 1;
    let slot = scatter(hash) & mask;
    for (;;) {
      const found = slots[slot] as number;
      if (found === 0) break;
      const entry = (found - 1) * 3;
      if (entries[entry] === hash && this.#isEntry(entry)) {
        throw new Offence('duplicate key', offset - 1);
      }
      slot = (slot + 1) & mask;
      this.#probes += 1;
    }
    if (this.#probes > this.#count * 16 + 1024) throw new Offence('keys that collide', offset - 1);
    const entry = this.#count * 3;
    this.#count += 1;
    slots[slot] = this.#count;
    entries[entry] = hash;
    // A key that was unescaped lies in the other buffer: its offsets are kept as negative numbers.
    const raw = this.source === this.#bytes;
    entries[entry + 1] = raw ? this.start : ~this.start;
    entries[entry + 2] = this.end - this.start;
  }

  #isEntry(entry: number): boolean {
    if (this.#entries[entry + 2] !== this.end - this.start) return false;
    const start = this.#entries[entry + 1] as number;
    return start >= 0 ? this.#equals(this.#bytes, start) : this.#equals(this.#unescaped as Buffer, ~start);
  }

  #equals(other: Buffer, start: number): boolean {
    const length = this.end - this.start;
    for (let i = 0; i < length; i += 1) {
      if (other[start + i] !== this.source[this.start + i]) return false;
    }
    return true;
  }

  #grow(): void {
    const entries = new Int32Array(this.#entries.length * 8);
    entries.set(this.#entries);
    const slots = new Int32Array(this.#slots.length * 8);
    const mask = slots.length - 1;
    for (let i = 0; i < this.#count; i += 1) {
      let slot = scatter(entries[i * 3] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = i + 1;
    }
    this.#entries = entries;
    this.#slots = slots;
  }

  /** @returns 31 bits, or -1 for a key with an escape unless it is said to be `plain` */
  #hashOf(bytes: Buffer, start: number, end: number, plain = false): number {
    const factor = this.#factor;
    let hash = this.#seed;
    for (let at = start; at < end; at += 1) {
      const c = bytes[at] as number;
      if (c === BACKSLASH && !plain) return -1;
      hash = Math.imul(hash ^ c, factor);
      hash ^= hash >>> 15;
    }
    return hash >>> 1;
  }
}

function scatter(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), FRAME_FACTOR);
  return mixed ^ (mixed >>> 15);
}

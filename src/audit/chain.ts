import { hash } from 'node:crypto';

/** A place in a writer's chain: a record's number and its mac. What `audit head` prints and `--head` takes. */
export interface Head {
  readonly writer: string;
  readonly seq: number;
  /** 32 bytes. */
  readonly mac: Uint8Array;
}

/** The mac before a writer's first record. */
export const genesis: Uint8Array = new Uint8Array(32);

/** Computes macs for one writer. */
export interface ChainKey {
  /** @param text the record, byte for byte as it is kept */
  mac(seq: number, prev: Uint8Array, text: string): Buffer;
  /** Signs that everything up to a record was removed by the gateway's own retention. */
  cut(seq: number, mac: Uint8Array, time: number): Buffer;
}

/**
 * The keyed functions of one writer's chain. Every field is of fixed length or preceded by its length, so no two
 * different records have the same input:
 *
 *     "toolgate record 1\0"  len(writer) writer  seq(8)  prev(32)  len(text) text
 *     "toolgate cut 1\0"     len(writer) writer  seq(8)  mac(32)   time(8)
 *
 * @param key 32 bytes, derived from the secret key for this purpose
 */
export function chainKey(key: Uint8Array, writer: string): ChainKey {
  const record = new Keyed(key, opening('toolgate record 1\0', writer, 8 + 32 + 4));
  const cut = new Keyed(key, opening('toolgate cut 1\0', writer, 8 + 32 + 8));
  return {
    mac: (seq, prev, text) => {
      const bytes = record.write(text);
      const { input, end } = record;
      input.writeUInt32BE(bytes, fill(input, end - 44, seq, prev));
      return record.mac(bytes);
    },
    cut: (seq, mac, time) => {
      const { input, end } = cut;
      input.writeBigUInt64BE(BigInt(time), fill(input, end - 48, seq, mac));
      return cut.mac(0);
    },
  };
}

function opening(title: string, writer: string, more: number): Buffer {
  const name = Buffer.from(writer);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(name.length);
  return Buffer.concat([Buffer.from(title), length, name, Buffer.alloc(more)]);
}

/** @returns where the last field begins */
function fill(input: Buffer, at: number, seq: number, mac: Uint8Array): number {
  if (mac.length !== 32) throw new Error('a mac is 32 bytes');
  input.writeUInt32BE(Math.floor(seq / 2 ** 32), at);
  input.writeUInt32BE(seq >>> 0, at + 4);
  input.set(mac, at + 8);
  return at + 40;
}

/** What SHA-256 works through at a time. */
const block = 64;

/**
 * HMAC-SHA-256 (RFC 2104) of inputs that open alike, as what it is, a hash of a hash: two calls that take their input
 * whole cost a third of an object that is fed in pieces, and there is one for each record.
 */
class Keyed {
  /** Where the fixed part of the input ends, and the text of it begins. */
  readonly end: number;
  /** The inner hash's input: the key's block, the fixed part, and room for the text. */
  input: Buffer;
  readonly #outer: Buffer;

  /** @param key no longer than a block */
  constructor(key: Uint8Array, fixed: Buffer) {
    const padded = (by: number): Buffer => Buffer.alloc(block, by).map((byte, at) => byte ^ (key[at] ?? 0)) as Buffer;
    this.end = block + fixed.length;
    this.input = Buffer.concat([padded(0x36), fixed, Buffer.alloc(4_096)]);
    this.#outer = Buffer.concat([padded(0x5c), Buffer.alloc(32)]);
  }

  /** Puts the text behind the fixed part. @returns how many bytes it has */
  write(text: string): number {
    // At most three for each unit: to count them first would be to go through the text twice.
    const most = 3 * text.length;
    if (this.end + most > this.input.length) {
      this.input = Buffer.concat([this.input.subarray(0, this.end), Buffer.alloc(2 * most)]);
    }
    return this.input.write(text, this.end);
  }

  /** @param bytes how many the text has that was written */
  mac(bytes: number): Buffer {
    // As text of a byte each: a buffer for each of the two would cost more than they do.
    this.#outer.write(hash('sha256', this.input.subarray(0, this.end + bytes), 'binary'), block, 'latin1');
    return Buffer.from(hash('sha256', this.#outer, 'binary'), 'latin1');
  }
}

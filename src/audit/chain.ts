import { createHmac, createSecretKey, type Hmac, type KeyObject } from 'node:crypto';

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
  const secret = createSecretKey(key);
  const record = opening('toolgate record 1\0', writer, 8 + 32 + 4);
  const cut = opening('toolgate cut 1\0', writer, 8 + 32 + 8);
  return {
    mac: (seq, prev, text) => {
      const at = fill(record, 44, seq, prev);
      record.writeUInt32BE(Buffer.byteLength(text), at);
      return hmac(secret, record).update(text).digest();
    },
    cut: (seq, mac, time) => {
      const at = fill(cut, 48, seq, mac);
      cut.writeBigUInt64BE(BigInt(time), at);
      return hmac(secret, cut).digest();
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
function fill(input: Buffer, variable: number, seq: number, mac: Uint8Array): number {
  if (mac.length !== 32) throw new Error('a mac is 32 bytes');
  const at = input.length - variable;
  input.writeBigUInt64BE(BigInt(seq), at);
  input.set(mac, at + 8);
  return at + 40;
}

function hmac(secret: KeyObject, input: Buffer): Hmac {
  return createHmac('sha256', secret).update(input);
}

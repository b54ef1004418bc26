import { randomBytes } from 'node:crypto';

/** A key of 128 bits, as four words. */
export type Secret = readonly [number, number, number, number];

const encoder = new TextEncoder();
const shortest = 1_024;

/**
 * What a counter is known by in place of its key: SipHash-1-3 with 128 bits (Aumasson and Bernstein) of the key's UTF-8,
 * under a secret of this process. Whoever chooses a part of a key (a value of `per`) can neither foresee nor aim at one,
 * and of a million keys two share theirs once in 10^27 times; both budgets are then counted as one, which admits less.
 *
 * The four words stand here until the next key is read: no take makes an object of them.
 */
export class KeyDigest {
  w0 = 0;
  w1 = 0;
  w2 = 0;
  w3 = 0;
  readonly #secret: Secret;
  #bytes = new Uint8Array(shortest);
  #words = new Int32Array(this.#bytes.buffer);
  /** What was read last: a take asks for its own several times. */
  #last: object | undefined;

  constructor(secret: Secret = newSecret()) {
    this.#secret = secret;
  }

  /**
   * Reads a key.
   *
   * @param of what has this key for as long as it lives
   * @returns this
   */
  of(of: object, key: string): this {
    if (of === this.#last) return this;
    // Three bytes are the most that a unit of a text takes; the block behind them ends it.
    if (key.length * 3 + 8 > this.#bytes.length) this.#makeRoomFor(key.length);
    const { written } = encoder.encodeInto(key, this.#bytes);
    for (let at = written; at < written + 8; at++) this.#bytes[at] = 0;
    this.#read(written);
    this.#last = of;
    return this;
  }

  #makeRoomFor(length: number): void {
    this.#bytes = new Uint8Array((Math.ceil((length * 3) / shortest) + 1) * shortest);
    this.#words = new Int32Array(this.#bytes.buffer);
  }

  /** SipHash over so many bytes, each number of 64 bits as its low and its high half. */
  #read(length: number): void {
    const words = this.#words;
    const [k0, k1, k2, k3] = this.#secret;
    let v0l = k0 ^ 0x70736575;
    let v0h = k1 ^ 0x736f6d65;
    let v1l = k2 ^ 0x6e646f6d ^ 0xee;
    let v1h = k3 ^ 0x646f7261;
    let v2l = k0 ^ 0x6e657261;
    let v2h = k1 ^ 0x6c796765;
    let v3l = k2 ^ 0x79746573;
    let v3h = k3 ^ 0x74656462;
    const blocks = (length >> 3) + 1;
    // One round for each block, then three for each half of the result.
    for (let round = 0; round < blocks + 6; round++) {
      let ml = 0;
      let mh = 0;
      if (round < blocks) {
        ml = words[round * 2] as number;
        mh = words[round * 2 + 1] as number;
        if (round === blocks - 1) mh ^= length << 24;
      } else if (round === blocks) {
        v2l ^= 0xee;
      } else if (round === blocks + 3) {
        this.w0 = v0l ^ v1l ^ v2l ^ v3l;
        this.w1 = v0h ^ v1h ^ v2h ^ v3h;
        v1l ^= 0xdd;
      }
      v3l ^= ml;
      v3h ^= mh;
      // v0 += v1; v1 <<<= 13; v1 ^= v0; v0 <<<= 32
      let low = (v0l + v1l) | 0;
      let high = (v0h + v1h + (low >>> 0 < v1l >>> 0 ? 1 : 0)) | 0;
      v0l = high;
      v0h = low;
      const a = (v1l << 13) | (v1h >>> 19);
      v1h = ((v1h << 13) | (v1l >>> 19)) ^ high;
      v1l = a ^ low;
      // v2 += v3; v3 <<<= 16; v3 ^= v2
      low = (v2l + v3l) | 0;
      high = (v2h + v3h + (low >>> 0 < v3l >>> 0 ? 1 : 0)) | 0;
      v2l = low;
      v2h = high;
      const b = (v3l << 16) | (v3h >>> 16);
      v3h = ((v3h << 16) | (v3l >>> 16)) ^ high;
      v3l = b ^ low;
      // v0 += v3; v3 <<<= 21; v3 ^= v0
      low = (v0l + v3l) | 0;
      high = (v0h + v3h + (low >>> 0 < v3l >>> 0 ? 1 : 0)) | 0;
      v0l = low;
      v0h = high;
      const c = (v3l << 21) | (v3h >>> 11);
      v3h = ((v3h << 21) | (v3l >>> 11)) ^ high;
      v3l = c ^ low;
      // v2 += v1; v1 <<<= 17; v1 ^= v2; v2 <<<= 32
      low = (v2l + v1l) | 0;
      high = (v2h + v1h + (low >>> 0 < v1l >>> 0 ? 1 : 0)) | 0;
      v2l = high;
      v2h = low;
      const d = (v1l << 17) | (v1h >>> 15);
      v1h = ((v1h << 17) | (v1l >>> 15)) ^ high;
      v1l = d ^ low;
      v0l ^= ml;
      v0h ^= mh;
    }
    this.w2 = v0l ^ v1l ^ v2l ^ v3l;
    this.w3 = v0h ^ v1h ^ v2h ^ v3h;
  }
}

function newSecret(): Secret {
  const bytes = randomBytes(16);
  return [bytes.readInt32LE(0), bytes.readInt32LE(4), bytes.readInt32LE(8), bytes.readInt32LE(12)];
}

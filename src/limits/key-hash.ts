import { randomBytes } from 'node:crypto';

/**
 * A hash of keys that whoever chooses a part of them (a value of `per`) cannot foresee: HalfSipHash-1-3 (Aumasson and
 * Bernstein) under a secret of this process. Keys that share a hash are told apart by their text all the same.
 */
export function newKeyHash(secret: Uint8Array = randomBytes(8)): (key: string) => number {
  const words = new DataView(secret.buffer, secret.byteOffset);
  const [k0, k1] = [words.getInt32(0, true), words.getInt32(4, true)];
  return (key) => {
    let v0 = k0;
    let v1 = k1;
    let v2 = k0 ^ 0x6c796765;
    let v3 = k1 ^ 0x74656462;
    // Two units of 16 bits are a word, the last one together with the length.
    const { length } = key;
    const blocks = (length >> 1) + 1;
    for (let word = 0; word < blocks + 3; word++) {
      const at = word << 1;
      let m = 0;
      if (word < blocks - 1) m = key.charCodeAt(at) | (key.charCodeAt(at + 1) << 16);
      else if (word === blocks - 1) m = (length << 16) | (at < length ? key.charCodeAt(at) : 0);
      else if (word === blocks) v2 ^= 0xff;
      v3 ^= m;
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
      v0 ^= m;
    }
    return v1 ^ v3;
  };
}

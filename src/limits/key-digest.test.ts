import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeyDigest, type Secret } from './key-digest.ts';

const secret: Secret = [0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c];
const mask = 2n ** 64n - 1n;

/** SipHash with 128 bits, by its paper: `c` rounds for each block, `d` for each half of the result. */
function sipHash(c: number, d: number, [k0, k1, k2, k3]: Secret, bytes: Uint8Array): readonly [bigint, bigint] {
  const low = join(k0, k1);
  const high = join(k2, k3);
  let v0 = low ^ 0x736f6d6570736575n;
  let v1 = high ^ 0x646f72616e646f6dn ^ 0xeen;
  let v2 = low ^ 0x6c7967656e657261n;
  let v3 = high ^ 0x7465646279746573n;
  const turn = (value: bigint, by: bigint): bigint => ((value << by) | (value >> (64n - by))) & mask;
  const rounds = (count: number): void => {
    for (let i = 0; i < count; i++) {
      v0 = (v0 + v1) & mask;
      v1 = turn(v1, 13n) ^ v0;
      v0 = turn(v0, 32n);
      v2 = (v2 + v3) & mask;
      v3 = turn(v3, 16n) ^ v2;
      v0 = (v0 + v3) & mask;
      v3 = turn(v3, 21n) ^ v0;
      v2 = (v2 + v1) & mask;
      v1 = turn(v1, 17n) ^ v2;
      v2 = turn(v2, 32n);
    }
  };
  const padded = new Uint8Array((Math.floor(bytes.length / 8) + 1) * 8);
  padded.set(bytes);
  padded[padded.length - 1] = bytes.length & 255;
  const view = new DataView(padded.buffer);
  for (let at = 0; at < padded.length; at += 8) {
    const block = view.getBigUint64(at, true);
    v3 ^= block;
    rounds(c);
    v0 ^= block;
  }
  v2 ^= 0xeen;
  rounds(d);
  const first = v0 ^ v1 ^ v2 ^ v3;
  v1 ^= 0xddn;
  rounds(d);
  return [first, v0 ^ v1 ^ v2 ^ v3];
}

function join(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

function digest(key: string, under = new KeyDigest(secret)): readonly [bigint, bigint] {
  const { w0, w1, w2, w3 } = under.of({}, key);
  return [join(w0, w1), join(w2, w3)];
}

it("is held against a reading of SipHash's paper that gives its authors' own numbers", () => {
  // The first of the vectors that are published with SipHash-2-4, 128 bits: a3 81 7f 04 ba 25 a8 e6 6d f6 72 14 c7 55 02 93.
  expect(sipHash(2, 4, secret, new Uint8Array())).toEqual([0xe6a825ba047f81a3n, 0x930255c71472f66dn]);
});

it('is SipHash-1-3 of the bytes of a key, whatever was read before it', () => {
  const under = new KeyDigest(secret);
  const words = fc.tuple(fc.integer(), fc.integer(), fc.integer(), fc.integer());
  const keys = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ maxLength: 1_200 })), {
    minLength: 1,
    maxLength: 3,
  });
  fc.assert(
    fc.property(keys, words, (texts, other) => {
      for (const text of texts) {
        const bytes = new TextEncoder().encode(text);
        expect(digest(text, under)).toEqual(sipHash(1, 3, secret, bytes));
        expect(digest(text, new KeyDigest(other))).toEqual(sipHash(1, 3, other, bytes));
      }
    }),
    { numRuns: 60 },
  );
});

it.each<[string, Secret]>([
  ['of both sums with v0', [0x70736575, 0x736f6d65, 0, 0x646f7261]],
  ['of both sums with v2', [0x6e657261, 0, 0x79746573, 0]],
])('carries nothing where the low half %s is zero', (_, zero) => {
  expect(digest('', new KeyDigest(zero))).toEqual(sipHash(1, 3, zero, new Uint8Array()));
});

it('makes room for a key of any length, to the last unit', () => {
  for (const unit of ['a', 'é', '€', '💡']) {
    const under = new KeyDigest(secret);
    for (const length of [330, 338, 339, 340, 341, 342, 681, 682, 683, 3_000]) {
      const key = unit.repeat(Math.ceil(length / unit.length));
      expect(digest(key, under)).toEqual(sipHash(1, 3, secret, new TextEncoder().encode(key)));
    }
  }
});

it('is read once for what was asked for last', () => {
  const under = new KeyDigest(secret);
  const [a, b] = [{}, {}];
  const words = () => [under.w0, under.w1, under.w2, under.w3];
  under.of(a, 'a');
  const first = words();
  // Its key is what it was: nothing is read again.
  under.of(a, 'b');
  expect(words()).toEqual(first);
  under.of(b, 'b');
  expect(words()).not.toEqual(first);
  under.of(a, 'a');
  expect(words()).toEqual(first);
});

it('is another one under another secret, and no two processes have the same', () => {
  const seen = new Set([digest('key').join()]);
  for (const place of [0, 1, 2, 3]) seen.add(digest('key', new KeyDigest(with0(place))).join());
  expect(seen.size).toBe(5);
  expect(digest('key', new KeyDigest())).not.toEqual(digest('key', new KeyDigest()));
});

function with0(place: number): Secret {
  const [a, b, c, d] = secret.with(place, 0);
  return [a ?? 0, b ?? 0, c ?? 0, d ?? 0];
}

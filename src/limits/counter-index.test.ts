import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CounterIndex, type Digest } from './counter-index.ts';
import { none } from './room.ts';

/** Counters of keys that are numbers, and what their digests are made of. */
class Numbered {
  readonly #digestOf: (key: number) => Digest;
  readonly keys: number[] = [];

  constructor(digestOf: (key: number) => Digest) {
    this.#digestOf = digestOf;
  }

  digest(key: number): Digest {
    return this.#digestOf(key);
  }

  is(counter: number, digest: Digest): boolean {
    return isSame(this.#digestOf(this.keys[counter] ?? -1), digest);
  }

  w0(counter: number): number {
    return this.#digestOf(this.keys[counter] ?? -1).w0;
  }
}

function isSame(a: Digest, b: Digest): boolean {
  return a.w0 === b.w0 && a.w1 === b.w1 && a.w2 === b.w2 && a.w3 === b.w3;
}

const withFirst =
  (first: (key: number) => number) =>
  (key: number): Digest => ({ w0: first(key), w1: key, w2: 0, w3: 0 });

/** First words that tell keys apart well, hardly, and not at all; the last meet at the end of a table and go on at its front. */
const digests: readonly ((key: number) => Digest)[] = [
  withFirst((key) => Math.imul(key, 0x9e3779b1)),
  withFirst((key) => key % 3),
  withFirst(() => 0),
  withFirst((key) => 13 + (key % 4) + ((key % 2) << 31)),
];

it('finds what a map finds, whatever comes and goes and however keys are spread', () => {
  const step = fc.tuple(fc.constantFrom('set', 'delete', 'get'), fc.nat(60));
  fc.assert(
    fc.property(fc.constantFrom(...digests), fc.array(step, { maxLength: 300 }), (digestOf, steps) => {
      const counters = new Numbered(digestOf);
      const index = new CounterIndex(counters);
      const known = new Map<number, number>();
      for (const [what, key] of steps) {
        const counter = known.get(key);
        if (what === 'set' && counter === undefined) {
          known.set(key, counters.keys.push(key) - 1);
          index.set(counters.digest(key), counters.keys.length - 1);
        }
        if (what === 'delete' && counter !== undefined) {
          index.delete(counter);
          known.delete(key);
        }
        expect(index.get(counters.digest(key))).toBe(known.get(key) ?? none);
      }
      for (let key = 0; key <= 60; key++) expect(index.get(counters.digest(key))).toBe(known.get(key) ?? none);
    }),
    { numRuns: 400 },
  );
});

it('loses nothing but what goes, however those that want one place stand at the end of a table', () => {
  // Every way in which five keys want one of four places around the end: they stand in one row across it.
  for (let crowd = 0; crowd < 4 ** 5; crowd++) {
    const wanted = Array.from({ length: 5 }, (_, key) => (14 + (Math.trunc(crowd / 4 ** key) % 4)) % 16);
    for (let gone = 0; gone < 5; gone++) {
      const counters = new Numbered(withFirst((key) => wanted[key] ?? 0));
      const index = new CounterIndex(counters);
      for (let key = 0; key < 5; key++) index.set(counters.digest(key), counters.keys.push(key) - 1);
      index.delete(gone);
      for (let key = 0; key < 5; key++) expect(index.get(counters.digest(key))).toBe(key === gone ? none : key);
    }
  }
});

it('grows with what is in it, and gives back what it grew to', () => {
  const counters = new Numbered(withFirst((key) => Math.imul(key, 0x9e3779b1)));
  const index = new CounterIndex(counters);
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 20_000; i++) {
      counters.keys[i] = i;
      index.set(counters.digest(i), i);
    }
    for (let i = 0; i < 20_000; i++) expect(index.get(counters.digest(i))).toBe(i);
    for (let i = 0; i < 20_000; i++) index.delete(i);
    for (let i = 0; i < 20_000; i += 1_000) expect(index.get(counters.digest(i))).toBe(none);
  }
});

it('takes memory for what is in it: not much more than that while it grows, and next to none once that has gone', () => {
  const made: number[] = [];
  const plain = Int32Array;
  const noting = new Proxy(plain, {
    construct(target, given: [length: number]) {
      made.push(given[0]);
      return Reflect.construct(target, given) as Int32Array;
    },
  });
  Reflect.set(globalThis, 'Int32Array', noting);
  try {
    const counters = new Numbered(withFirst((key) => Math.imul(key, 0x9e3779b1)));
    const index = new CounterIndex(counters);
    for (let i = 0; i < 20_000; i++) index.set(counters.digest(i), counters.keys.push(i) - 1);
    // Each of 128 tables has about 156 of them, two words for each place, and at least three eighths of its places taken.
    expect(Math.max(...made)).toBeLessThanOrEqual(2 * 512);
    for (let i = 0; i < 20_000; i++) index.delete(i);
    expect(made.at(-1)).toBe(2 * 16);
  } finally {
    Reflect.set(globalThis, 'Int32Array', plain);
  }
});

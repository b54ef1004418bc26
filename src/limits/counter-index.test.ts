import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CounterIndex } from './counter-index.ts';
import { none } from './room.ts';

/** Hashes that tell keys apart well, hardly, and not at all; the last meet at the end of a table and go on at its front. */
const hashes: readonly ((key: string) => number)[] = [
  (key) => Math.imul(Number(key), 0x9e3779b1),
  (key) => Number(key) % 3,
  () => 0,
  (key) => 13 + (Number(key) % 4) + ((Number(key) % 2) << 31),
];

it('finds what a map finds, whatever comes and goes and however keys are hashed', () => {
  const step = fc.tuple(fc.constantFrom('set', 'delete', 'get'), fc.nat(60));
  fc.assert(
    fc.property(fc.constantFrom(...hashes), fc.array(step, { maxLength: 300 }), (hashOf, steps) => {
      const keys: string[] = [];
      const index = new CounterIndex(hashOf, keys);
      const known = new Map<string, number>();
      for (const [what, number] of steps) {
        const key = String(number);
        if (what === 'set' && !known.has(key)) {
          known.set(key, keys.push(key) - 1);
          index.set(key, keys.length - 1);
        }
        if (what === 'delete') {
          index.delete(key);
          known.delete(key);
        }
        expect(index.get(key)).toBe(known.get(key) ?? none);
      }
      for (let number = 0; number <= 60; number++) {
        expect(index.get(String(number))).toBe(known.get(String(number)) ?? none);
      }
    }),
    { numRuns: 400 },
  );
});

it('asks for the hash of a key once, as long as no other is asked for', () => {
  let asked = 0;
  const keys = ['1'];
  const index = new CounterIndex((key) => {
    asked++;
    return Number(key);
  }, keys);
  expect(index.get('1')).toBe(none);
  index.set('1', 0);
  expect(index.get('1')).toBe(0);
  expect(index.get('1')).toBe(0);
  expect(asked).toBe(2);
});

it('grows with what is in it, and gives back what it grew to', () => {
  const keys: string[] = [];
  const index = new CounterIndex((key) => Math.imul(Number(key), 0x9e3779b1), keys);
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 20_000; i++) {
      keys[i] = String(i);
      index.set(String(i), i);
    }
    for (let i = 0; i < 20_000; i++) expect(index.get(String(i))).toBe(i);
    for (let i = 0; i < 20_000; i++) index.delete(String(i));
    for (let i = 0; i < 20_000; i += 1_000) expect(index.get(String(i))).toBe(none);
  }
});

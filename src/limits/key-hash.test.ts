import { expect, it } from 'vitest';
import { newKeyHash } from './key-hash.ts';

const secret = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

it('is one number for one key, however its text was made', () => {
  const hash = newKeyHash(secret);
  const parts = ['6:policy', '|', '5:grant'];
  expect(hash(parts.join(''))).toBe(hash('6:policy|5:grant'));
  expect(newKeyHash(secret)('6:policy|5:grant')).toBe(hash('6:policy|5:grant'));
  // So that what is computed is not changed unseen: another hash is as good, but is then meant.
  expect(['', 'a', 'ab', 'abc', '💡'].map(hash)).toEqual([-656160577, 391124862, -503159460, -2142731212, 1724743348]);
});

it('is another one under another secret, each of whose bytes counts', () => {
  const seen = new Set([newKeyHash(secret)('key')]);
  for (const place of secret.keys()) seen.add(newKeyHash(secret.with(place, 0))('key'));
  expect(seen.size).toBe(9);
  expect(newKeyHash()('key')).not.toBe(newKeyHash()('key'));
});

it.each([
  ['the end', ['a', 'aa', 'aaa', 'aaaa', 'aaaaa', '']],
  ['an end of zeros', ['a', 'a\0', 'a\0\0', 'a\0\0\0']],
  ['the place of a unit', ['abab', 'baba', 'aabb', 'bbaa', 'abba', 'baab']],
  ['the high half of a unit', ['a', '\u0161', '\u6100', '\u6161', 'aa']],
])('tells %s', (_what, keys) => {
  const hash = newKeyHash(secret);
  expect(new Set(keys.map(hash)).size).toBe(keys.length);
});

it('scatters keys that differ in one number only over all high and all low bits', () => {
  const hash = newKeyHash(secret);
  const [high, low] = [new Uint32Array(128), new Uint32Array(128)];
  for (let i = 0; i < 12_800; i++) {
    const value = hash(`6:policy|32:${i.toString(16).padStart(32, '0')}`);
    high[value >>> 25] = (high[value >>> 25] ?? 0) + 1;
    low[value & 127] = (low[value & 127] ?? 0) + 1;
  }
  // A hundred each on average; five times their deviation from it is 50.
  for (const times of [...high, ...low]) expect(Math.abs(times - 100)).toBeLessThan(50);
});

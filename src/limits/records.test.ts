import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Records } from './records.ts';

it('keeps every number of every record apart, and gives out again what was taken back', () => {
  const step = fc.oneof({ weight: 3, arbitrary: fc.constant('claim') }, { weight: 1, arbitrary: fc.nat() });
  fc.assert(
    fc.property(fc.array(step, { minLength: 200, maxLength: 600 }), (steps) => {
      const records = new Records(6);
      const held = new Map<number, number>();
      for (const [at, step] of steps.entries()) {
        if (typeof step === 'string') {
          const record = records.claim();
          expect(held.has(record)).toBe(false);
          records.setDouble(record, 0, at + 0.5);
          records.setDouble(record, 1, -at);
          records.setWord(record, 4, ~at);
          held.set(record, at);
        } else {
          const [record] = [...held.keys()].slice(step % Math.max(1, held.size));
          if (record === undefined) continue;
          records.free(record);
          held.delete(record);
        }
      }
      for (const [record, at] of held) {
        expect([records.double(record, 0), records.double(record, 1), records.word(record, 4)]).toEqual([
          at + 0.5,
          -at,
          ~at,
        ]);
      }
    }),
    { numRuns: 50 },
  );
});

it('numbers them from 0, and grows without an end where a piece does', () => {
  const records = new Records(2);
  for (let i = 0; i < 20_000; i++) {
    expect(records.claim()).toBe(i);
    records.setWord(i, 0, i);
  }
  for (let i = 0; i < 20_000; i++) expect(records.word(i, 0)).toBe(i);
  // The last that was taken back is the first that is given out: it is in a cache.
  for (const record of [7, 4_096, 3]) records.free(record);
  expect([records.claim(), records.claim(), records.claim(), records.claim()]).toEqual([3, 4_096, 7, 20_000]);
});

it('is known by its first four words, each of them', () => {
  const records = new Records(6);
  const record = records.claim();
  const words: number[] = [1, -2, 3, -4];
  for (const [at, word] of words.entries()) records.setWord(record, at, word);
  expect(records.startsWith(record, 1, -2, 3, -4)).toBe(true);
  for (const at of words.keys()) {
    const [a, b, c, d] = words.with(at, 9) as [number, number, number, number];
    expect(records.startsWith(record, a, b, c, d)).toBe(false);
  }
});

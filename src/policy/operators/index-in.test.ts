import fc from 'fast-check';
import { expect, it } from 'vitest';
import { indexIn, searchCost } from './index-in.ts';

/** Texts of two letters, so that parts are found, nearly found and found again. */
const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });

it('finds what indexOf finds, for short parts and long', () => {
  const long = fc.tuple(letters, fc.integer({ min: 1, max: 300 })).map(([text, times]) => text.repeat(times));
  fc.assert(
    fc.property(long, long, letters, fc.nat({ max: 400 }), (part, before, after, from) => {
      const text = before + part + after;
      expect(indexIn(text, part, from)).toBe(text.indexOf(part, from));
      expect(indexIn(text, part)).toBe(text.indexOf(part));
      expect(indexIn(text, `${part}c`)).toBe(-1);
    }),
    { numRuns: 500 },
  );
});

it('goes back as far as a part that repeats itself asks', () => {
  const part = `${'ab'.repeat(120)}aab`;
  for (const text of [
    `${'ab'.repeat(300)}${part}`,
    `ab${part}b${part}`,
    `${part.slice(0, -1)}${part}`,
    part.slice(1),
  ]) {
    expect(indexIn(text, part)).toBe(text.indexOf(part));
  }
});

it('costs more in a longer text, and more for a part that the engine is not asked for', () => {
  const [short, long] = [10_000, 20_000].map((length) => 'a'.repeat(length));
  for (const part of [1, 200, 201]) expect(searchCost(long ?? '', part)).toBeGreaterThan(searchCost(short ?? '', part));
  expect(searchCost(short ?? '', 201)).toBeGreaterThan(searchCost(short ?? '', 200));
});

it('takes time linear in the text, where a search can take their product', () => {
  const part = `${'a'.repeat(50_000)}b${'a'.repeat(50_000)}`;
  expect(indexIn('a'.repeat(400_000), part)).toBe(-1);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstInvalidUtf8 } from './first-invalid-utf8.ts';

test('finds the first broken character wherever it is', () => {
  const before = fc
    .constantFrom('x', 'é', '€', '😀')
    .chain((c) => fc.integer({ min: 0, max: 70_000 }).map((n) => c.repeat(n)));
  const broken = fc.constantFrom('ff', 'c0af', 'eda080', 'f4908080', '80', 'c328', 'e228a1');
  fc.assert(
    fc.property(before, broken, fc.constantFrom('', 'x', 'é'.repeat(40_000)), (valid, hex, after) => {
      const bytes = Buffer.concat([Buffer.from(valid), Buffer.from(hex, 'hex'), Buffer.from(after)]);
      expect(firstInvalidUtf8(bytes)).toBe(Buffer.byteLength(valid));
    }),
  );
});

test('a character that stands across the end of a window is whole', () => {
  for (const character of ['é', '€', '😀']) {
    for (let before = 0; before <= 4; before += 1) {
      const valid = `${'x'.repeat(64 * 1024 - before)}${character}${'x'.repeat(9)}`;
      const bytes = Buffer.concat([Buffer.from(valid), Buffer.from('ff78', 'hex')]);
      expect(firstInvalidUtf8(bytes)).toBe(Buffer.byteLength(valid));
    }
  }
  expect(firstInvalidUtf8(Buffer.from('ff', 'hex'))).toBe(0);
});

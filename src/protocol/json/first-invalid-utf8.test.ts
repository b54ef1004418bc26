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

test('where nothing is broken, and where nothing begins, the answer is a place all the same', () => {
  for (const valid of ['', 'é', 'x'.repeat(64 * 1024), '€'.repeat(30_000)])
    expect(firstInvalidUtf8(Buffer.from(valid))).toBe(Buffer.byteLength(valid));
  // No character begins where a window could end.
  expect(firstInvalidUtf8(Buffer.concat([Buffer.from('x'), Buffer.alloc(70_000, 0x80)]))).toBe(1);
  // The text ends inside of a character that begins like the replacement character.
  expect(firstInvalidUtf8(Buffer.from('78efbf', 'hex'))).toBe(3);
});

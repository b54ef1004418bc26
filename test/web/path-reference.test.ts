import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromPathReference, toPathReference } from '../../src/kernel/index.ts';
import { toPathReference as inThePage } from '../../web/src/api/path-reference.ts';

test('the page writes a name in a path as the gateway does, and the gateway reads it', () => {
  const names = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 64 }),
    fc.constantFrom('', '.', '..', '~', 'file:alice', 'team/ci@build:1+2', 'Büro 1/2'),
  );
  fc.assert(
    fc.property(names, (name) => {
      const segment = inThePage(name);
      expect(segment).toBe(toPathReference(name));
      expect(fromPathReference(segment)).toBe(name);
    }),
  );
});

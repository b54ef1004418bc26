import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonString } from './json-string.ts';

it.each(['', 'name', 'a"b', 'a\\b', '\n', '\u007f', 'é', '\ud800', 'x'.repeat(64), 'x'.repeat(65), '😀'])(
  'writes %j as JSON does',
  (text) => expect(jsonString(text)).toBe(JSON.stringify(text)),
);

it('writes whatever text as JSON does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      expect(jsonString(text)).toBe(JSON.stringify(text));
    }),
  );
});

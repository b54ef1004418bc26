import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonName, jsonString } from './json-string.ts';

it.each(['', 'name', 'a"b', 'a\\b', '\n', '\u007f', 'é', '\ud800', 'x'.repeat(64), 'x'.repeat(65), '😀'])(
  'writes %j as JSON does',
  (text) => {
    expect(jsonString(text)).toBe(JSON.stringify(text));
    for (const _ of ['first', 'again']) expect(jsonName(text)).toBe(JSON.stringify(text));
  },
);

it('writes more names than it remembers, the first ones among them', () => {
  for (const _ of ['first', 'again'])
    for (let i = 0; i < 600; i += 1) expect(jsonName(`"${i}`)).toBe(JSON.stringify(`"${i}`));
});

it('writes whatever text as JSON does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      expect(jsonString(text)).toBe(JSON.stringify(text));
    }),
  );
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { printable } from './printable.ts';

it.each([
  ['plain text, größe 🐢', 'plain text, größe 🐢'],
  ['a\r\nb', 'a\\u{d}\\u{a}b'],
  ['\u001b[2J\u0000\u007f\u009b', '\\u{1b}[2J\\u{0}\\u{7f}\\u{9b}'],
  ['\u202e\u2066\u200b\ufeff\u{e0041}', '\\u{202e}\\u{2066}\\u{200b}\\u{feff}\\u{e0041}'],
  ['\u2028\u2029', '\\u{2028}\\u{2029}'],
])('%j', (text, expected) => expect(printable(text)).toBe(expected));

it('is one short line whatever it is given', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 6000 }), (text) => {
      const line = printable(text);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
      expect(line.length).toBeLessThanOrEqual(4096 * 9 + 40);
    }),
  );
});

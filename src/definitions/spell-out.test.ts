import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hiddenText } from './hidden-text.ts';
import { spellOut } from './spell-out.ts';

it.each([
  ['delete\u200b_all', 'delete\\u200b_all'],
  ['a\u{e0041}b', 'a\\u{e0041}b'],
  ['\u202egnp.exe', '\\u202egnp.exe'],
  ['\ud800', '\\ud800'],
  ['plain, 漢字 and 👩‍👩‍👧', 'plain, 漢字 and 👩‍👩‍👧'],
])('%j is shown as %s', (text, shown) => {
  expect(spellOut(text)).toBe(shown);
});

it('nothing stays hidden', () => {
  const unit = fc.constantFrom(
    ...Array.from('ab\u200b\u202e\u2028\ufeff\u3164\ue000\u0007\ufe0f\u{e0041}'),
    '\ud800',
    '😀',
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
      expect(hiddenText(spellOut(text))).toEqual([]);
    }),
  );
});

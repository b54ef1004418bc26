import type { HiddenKind } from './finding.ts';

/**
 * Threat T1402. A zero-width joiner between emoji is how emoji are spelled, and a variation selector behind a visible
 * character picks its shape; alone, or in a row, they carry text.
 */
export const hiddenKinds: readonly (readonly [HiddenKind, RegExp])[] = [
  ['tag', /[\u{e0000}-\u{e007f}]/gu],
  ['bidirectional', /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu],
  [
    'zero_width',
    /[\u00ad\u180e\u200b\u200c\u2060-\u2064\ufeff]|(?<!\p{Extended_Pictographic}|\ufe0f|[\u{1f3fb}-\u{1f3ff}])\u200d/gu,
  ],
  ['filler', /[\u115f\u1160\u3164\uffa0\u2800]|[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{2,}/gu],
  ['control', /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu],
  ['private_use', /[\ue000-\uf8ff\u{f0000}-\u{ffffd}\u{100000}-\u{10fffd}]/gu],
];
const plain = /^[\t\n\r\u0020-\u007e]*$/;

/** Counts the characters of a text that nobody sees, by kind. */
export function hiddenText(text: string): { readonly what: HiddenKind; readonly count: number }[] {
  if (plain.test(text)) return [];
  return hiddenKinds.flatMap(([what, pattern]) => {
    const count = text.match(pattern)?.length ?? 0;
    return count === 0 ? [] : [{ what, count }];
  });
}

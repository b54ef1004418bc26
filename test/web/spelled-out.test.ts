import { describe, expect, test } from 'vitest';
import { shown } from '../../src/pages/render/shown.ts';
import { safeProps } from '../../web/src/ui/drawn/safe-props.ts';
import { spelledOut } from '../../web/src/ui/spelled-out.ts';

describe('text that is drawn', () => {
  test.each([
    ['safe\u202egnp.exe', 'safe⟨U+202E⟩gnp.exe'],
    ['\u2066left\u2069', '⟨U+2066⟩left⟨U+2069⟩'],
    ['ad\u200bm\u2060i\u00adn\ufeff', 'ad⟨U+200B⟩m⟨U+2060⟩i⟨U+00AD⟩n⟨U+FEFF⟩'],
    ['ad\u200cm\u200din', 'ad⟨U+200C⟩m⟨U+200D⟩in'],
    ['\u{e0041}\u{e0042}', '⟨U+E0041⟩⟨U+E0042⟩'],
    ['a\ufe0f\ufe0e\u{e0100}b', 'a\ufe0f⟨U+FE0E⟩⟨U+E0100⟩b'],
    ['\u3164\u2800', '⟨U+3164⟩⟨U+2800⟩'],
    ['\u0000\u001b[31m\u0085\u2028\r', '⟨U+0000⟩⟨U+001B⟩[31m⟨U+0085⟩⟨U+2028⟩⟨U+000D⟩'],
    ['\ud800x', '⟨U+D800⟩x'],
    ['\ue000', '⟨U+E000⟩'],
  ])('shows %j as what it is', (text, shown) => {
    expect(spelledOut(text)).toBe(shown);
    expect(spelledOut(shown)).toBe(shown);
  });

  test.each([
    'two\nlines\tof text',
    '3:04\u202fPM',
    'né à Zürich',
    'می\u200cخواهم',
    'क्\u200dष',
    '👩\u200d💻',
    '⚠\ufe0f',
    '👩🏽\u200d🚀',
  ])('leaves %j alone: it is how it is written', (text) => {
    expect(spelledOut(text)).toBe(text);
  });
});

test('no character between two letters is shown otherwise than on the catalogue’s pages', () => {
  for (let first = 0; first < 0x110000; first += 0x400) {
    const text = `a${Array.from({ length: 0x400 }, (_, n) => `${String.fromCodePoint(first + n)}a`).join('')}`;
    if (spelledOut(text) !== shown(text)) expect(spelledOut(text)).toBe(shown(text));
  }
});

describe('what an element is made of', () => {
  test('has its text spelled out wherever it stands, and everything else as it was', () => {
    const child = { type: 'b' };
    const onClick = (): void => undefined;
    expect(
      safeProps({
        children: ['a\u202eb', [child, '\u200b'], 7],
        title: '\u202e',
        'aria-label': '\u200b',
        value: '\u202e',
        onClick,
      }),
    ).toEqual({
      children: ['a⟨U+202E⟩b', [child, '⟨U+200B⟩'], 7],
      title: '⟨U+202E⟩',
      'aria-label': '⟨U+200B⟩',
      value: '\u202e',
      onClick,
    });
    expect(safeProps({ children: '\u202e' })).toEqual({ children: '⟨U+202E⟩' });
  });

  test('is the very same where nothing was hidden: no element is made anew for it', () => {
    const props = { children: ['plain', { type: 'b' }], title: 'plain' };
    expect(safeProps(props)).toBe(props);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownArguments, shownJson, shownText } from './shown-arguments.ts';

describe('B50: what an approver is shown', () => {
  it.each([
    ['plain, 漢字, é and 😀', 'plain, 漢字, é and 😀'],
    ['\u202egnp.exe', '\\u202egnp.exe'],
    ['a\u200bb', 'a\\u200bb'],
    ['a\u00a0b\u2003c d', 'a\\u00a0b\\u2003c d'],
    ['\u{e0041}', '\\udb40\\udc41'],
    ['\u2028\u2029', '\\u2028\\u2029'],
    ['\u0007\u009f', '\\u0007\\u009f'],
    ['\ufe0f\u3164\u2800', '\\ufe0f\\u3164\\u2800'],
    ['\ue000\u{10ffff}', '\\ue000\\udbff\\udfff'],
    ['\ud800', '\\ud800'],
    ['\u0378', '\\u0378'],
  ])('%j is %s', (text, shown) => {
    expect(shownJson(text)).toBe(shown);
    expect(shownText(text)).toBe(shown);
  });

  it('lines of an indented text stay, of a name they do not', () => {
    expect(shownJson('a\nb\r')).toBe('a\nb\\u000d');
    expect(shownText('a\nb\n')).toBe('a\\u000ab\\u000a');
  });

  it('arguments are indented and mean what they meant, whatever is in them', () => {
    expect(shownArguments('{"a":[1,"\u202e"]}')).toBe('{\n  "a": [\n    1,\n    "\\u202e"\n  ]\n}');
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        const shown = shownArguments(text);
        expect(JSON.parse(shown)).toEqual(JSON.parse(text));
        expect(shown).not.toMatch(/[\p{Cf}\p{Co}\p{Cs}\u2028\u2029\u00a0]/u);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from './parse.ts';

describe('parseJson', () => {
  it.each([
    ['\\', '"'],
    ['\\', '\n'],
    ['a\\', 'a"'],
    ['a\\', 'a\n'],
    ['path\\', 'path"'],
  ])('is not led astray by a key met before (%j, then %j)', (before, key) => {
    const text = (name: string): string => `{"m":{"x":0,${JSON.stringify(name)}:1}}`;
    JSON.parse(text(before));
    parseJson(text(before));
    expect(parseJson(text(key))).toEqual({
      m: Object.fromEntries([
        ['x', 0],
        [key, 1],
      ]),
    });
  });

  it('reads what was written, with every kind of key, white space and value', () => {
    const key = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\\', '"', 'a\\', 'a"', '\n', '__proto__', 'constructor'),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'binary' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
        fc.constantFrom(true, false, null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
      ),
    }));
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 1, '\t'), (written, indent) => {
        expect(parseJson(JSON.stringify(written, undefined, indent))).toEqual(written);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([' ', '\t', '\n', '\r', '', ' \r\n\t'])('reads on behind white space wherever it may stand: %j', (gap) => {
    const tokens = ['{', '"\\u0061"', ':', '[', '1', ',', '-2.5e1', ',', 'true', ']', ',', '"b"', ':', 'null', '}'];
    expect(parseJson(gap + tokens.join(gap) + gap)).toEqual({ a: [1, -25, true], b: null });
    expect(parseJson(`${gap}"\\n"${gap}`)).toBe('\n');
    expect(parseJson(`[${gap}{${gap}}${gap},"\\t",[${gap}]${gap}]`)).toEqual([{}, '\t', []]);
  });

  it('a text may hold whatever ends a word', () => {
    expect(parseJson('["\\n","a, b]}",{"c, d":"e}"}]')).toEqual(['\n', 'a, b]}', { 'c, d': 'e}' }]);
  });

  it.each([
    ['"\\\\"', '\\'],
    ['"\\""', '"'],
    ['"\\\\\\""', '\\"'],
    ['"\\\\\\\\"', '\\\\'],
  ])('%s ends at the quote that no backslash escapes', (json, text) => {
    expect(parseJson(`[${json},"x"]`)).toEqual([text, 'x']);
  });

  it('makes members, never a prototype', () => {
    const value = parseJson('{"\\u005f_proto__":{"polluted":true}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.getOwnPropertyDescriptor(value, '__proto__')).toEqual({
      value: { polluted: true },
      writable: true,
      enumerable: true,
      configurable: true,
    });
  });
});

import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, it } from 'vitest';
import { readPolicy } from '../index.ts';
import { patternWork } from './pattern-work.ts';

const fill = (piece: string, bytes = 1000): string => piece.repeat(Math.floor(bytes / Buffer.byteLength(piece)));

function errorsOf(pattern: string, times = 1): readonly string[] {
  const condition = { path: 'args.a', op: 'regex', value: pattern };
  const tool = { require: [{ conditions: [condition] }] };
  const tools = Object.fromEntries(Array.from({ length: times }, (_, i) => [`t${i}`, tool]));
  const read = readPolicy(JSON.stringify({ version: '1', default: 'deny', tools }), 'json');
  return read.ok ? [] : read.errors.map(({ message }) => message);
}

it.each([
  ['a thousand instructions, a thousand times', `(?:${fill('[a-z]')}){1000}`],
  ['many repeats beside one another', fill('a{1000}')],
  ['repeats of what may be absent', fill('a{0,1000}')],
  ['groups in groups', `${'(?:'.repeat(10)}${fill('a', 900)}${'){2}'.repeat(9)})`],
  ['a quoted text, repeated', `(?:\\Q${fill('{1000}', 900)}\\E){100}`],
  ['names of groups', `(?P<n>${fill('a')}){1000}`],
])('what would be far too large is not compiled: %s', (_what, pattern) => {
  expect(errorsOf(pattern)).toEqual([expect.stringMatching(/at most 2000 instructions, found about \d+/)]);
});

it.each([
  ['Unicode classes in a class', `[${fill('\\p{L}')}]`],
  ['Unicode classes in short', `[${fill('\\pL')}]`],
  ['negated ones', `[^${fill('\\PN')}]`],
  ['as alternatives', `${fill('\\pL|')}a`],
  ['the case of all letters', `(?i)[${fill('B-\\x{1e943}')}]`],
  ['the case of all letters, as they are', `(?i)[${fill('B-𞤀')}]`],
  ['the flag in company', `(?s-mi:[${fill('B-\\x{1e943}')}])`],
])('what takes long is not compiled: %s', (_what, pattern) => {
  expect(errorsOf(pattern)).toEqual([
    expect.stringContaining(
      'expected fewer Unicode classes, or ranges under (?i), found more than can be compiled quickly',
    ),
  ]);
});

it.each([
  ['a(', 'an RE2 pattern (it has no look-around and no back references), found missing closing ): `a(`'],
  ['(?=a)b', 'no look-around and no back references), found invalid or unsupported Perl syntax: `(?=`'],
  ['(a)\\1', 'no look-around and no back references), found invalid escape sequence: `\\1`'],
  ['x{1000}y{999}', 'a program of at most 2000 instructions, found 2001'],
])('what cannot be compiled is told with the reason: %j', (pattern, told) => {
  expect(errorsOf(pattern)).toEqual([expect.stringContaining(told)]);
});

it.each([
  '^[^@]+@example\\.com$',
  '(?i)^[a-zà-ÿ0-9._%+-]+@[a-z0-9.-]+\\.[a-z]{2,63}$',
  '^\\p{Lu}[\\p{L}\\p{M}\\p{N} _.-]{0,63}$',
  '(?i)[\\x{100}-\\x{24f}]+',
  fill('[a-z]'),
  fill('\\pL', 200),
  `[]${fill('a-z')}]`,
  'a{2000}'.replace('2000', '999'),
  '\\Q(((((\\E',
])('what is compiled quickly is compiled: %j', (pattern) => {
  expect(errorsOf(pattern)).toEqual([]);
});

it('patterns that are good one by one may be too many together', () => {
  const pattern = `${fill('[^k]|')}a`;
  expect(errorsOf(pattern, 250)).toEqual([]);
  expect(errorsOf(pattern, 300)).toEqual([expect.stringContaining('fewer or simpler patterns')]);
});

it('knows what a program will measure, unless alternatives begin alike', () => {
  const atom = fc.constantFrom('a', 'b', '[a-z]', '[^]-x]', '\\d', '\\pL', '\\x{1f600}', '.', '[[:alpha:]_]', '\\.');
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      atom,
      fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => a + b),
      fc.tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{3}', '{2,}', '{1,4}')).map(([a, b]) => `(?:${a})${b}`),
      fc.tuple(atom, fc.constantFrom('*', '+', '{3}', '{2,5}')).map(([a, b]) => a + b),
      tie('pattern').map((a) => `(${a})`),
      tie('pattern').map((a) => `(?P<n>${a})`.replace('n', `n${a.length}_`)),
    ),
  }));
  fc.assert(
    fc.property(pattern, (source) => {
      let real: number;
      try {
        real = RE2JS.compile(source).programSize();
      } catch {
        return; // A repeat of more than a thousand, or a name that stands twice.
      }
      const { size } = patternWork(source);
      expect(size).toBeLessThanOrEqual(4 * real + 8);
      expect(size).toBeGreaterThanOrEqual(real / 4 - 8);
    }),
    { numRuns: 2_000 },
  );
});

it('ends, whatever the text', () => {
  const text = fc.string({ unit: fc.constantFrom(...'()[]{}\\pPQE-^|*?:i,0129x'.split(''), '𞤀'), maxLength: 60 });
  fc.assert(
    fc.property(text, (source) => {
      const { size, work } = patternWork(source);
      expect(size).toBeGreaterThanOrEqual(0);
      expect(work).toBeGreaterThan(size);
    }),
    { numRuns: 5_000 },
  );
});

/** Pattern, instructions, and what takes more than its bytes and instructions, in steps. */
it.each<[string, number, number]>([
  ['', 0, 0],
  ['abc', 3, 0],
  ['a|b', 3, 0],
  ['a*', 2, 0],
  ['a+', 2, 0],
  ['a?', 2, 0],
  ['(a)', 3, 0],
  ['(a|b)', 5, 0],
  ['(?:ab)c', 5, 0],
  ['(?i)ab', 2, 0],
  ['(?P<n>a)', 3, 0],
  ['(?<name>a)', 3, 0],
  ['(ab){3}', 12, 0],
  ['(ab){2,5}', 20, 0],
  ['(ab){2,}', 8, 0],
  ['a{0}', 1, 0],
  ['a{10}', 10, 0],
  ['a{1,20}', 20, 0],
  ['(a{2}){3}', 12, 0],
  ['a{2}{3}', 6, 0],
  ['\\Qa{3}\\E', 4, 0],
  ['\\Qab', 2, 0],
  ['\\Q\n\\E', 1, 0],
  ['[abc]', 1, 0],
  ['[]a]b', 2, 0],
  ['[^]a]b', 2, 0],
  ['[^^]b', 2, 0],
  ['[a-z]{3}', 3, 0],
  ['[[:alpha:]]x', 2, 0],
  ['(ab', 2, 0],
  ['x(ab', 3, 0],
  [')', 2, 0],
  ['\\x{1F600}', 1, 0],
  ['\\x41', 1, 0],
  ['\\d', 1, 0],
  ['\\pL', 1, 500],
  ['\\PL', 1, 500],
  ['\\p{Greek}x', 2, 500],
  ['[\\pL]', 1, 500],
  ['[\\p{L}\\PN]', 1, 1_000],
  ['[a-z]', 1, 0],
  ['(?s)[a-z]', 1, 0],
  ['(?i)[a-z]', 1, 25 / 15],
  ['(?s-i)[a-z]', 1, 25 / 15],
  ['(?i-s:[a-z])', 3, 25 / 15],
  ['(?i)[^a-z]b', 2, 25 / 15],
  ['(?i)[\\x{100}-\\x{200}]', 1, 256 / 15],
  ['(?i)[\\x41-\\x5a]', 1, 25 / 15],
  ['(?i)[a-]', 1, 0],
  ['(?i)[A-]b', 2, 0],
  ['(?i)[akz]', 1, 0],
  ['(a(?i)b){3}', 12, 0],
  ['(?i)[-a]', 1, 0],
  ['(?i)[^-z]b', 2, 0],
  ['(?i)[a-b-d]', 1, 1 / 15],
  ['(?i)[z-a]', 1, 0],
  ['(?i)[a', 1, 0],
  ['(?i)[a-', 1, 0],
])('measures %j', (source, size, slow) => {
  const measured = patternWork(source);
  expect(measured.size).toBe(size);
  expect(measured.work).toBeCloseTo(200 + 6 * Buffer.byteLength(source) + 3 * size + slow, 6);
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { globMatches, globOf } from '../operators/glob.ts';
import { byCodePoint } from './code-points.ts';
import { matcherOf, PatternIndex } from './pattern-index.ts';

// With both cases of a letter: they are two names, and no pattern for the one stands for the other.
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '.'), maxLength: 7 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '.', '*', '*'), maxLength: 7 });

/** A glob as the regular expression that it stands for. */
const expression = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .split('*')
      .map((part) => part.replaceAll('.', '\\.'))
      .join('[^]*')}$`,
  );

it('a glob stands for what its expression matches', () => {
  fc.assert(
    fc.property(pattern, text, (glob, name) => {
      expect(globMatches(globOf(glob), name)).toBe(expression(glob).test(name));
    }),
    { numRuns: 3_000 },
  );
});

it('finds every entry that stands for a name: exact ones first, then globs by code point, equals in their order', () => {
  fc.assert(
    fc.property(fc.array(pattern, { maxLength: 12 }), text, (patterns, name) => {
      const entries = patterns.map((glob, index): [string, string] => [glob, `${glob} ${index}`]);
      const matching = entries.filter(([glob]) => expression(glob).test(name));
      const exact = matching.filter(([glob]) => !glob.includes('*'));
      const globs = matching.filter(([glob]) => glob.includes('*')).toSorted(([a], [b]) => byCodePoint(a, b));
      expect(new PatternIndex(entries).match(name)).toEqual([...exact, ...globs]);
      expect(matcherOf(entries)(name)).toEqual([...exact, ...globs]);
    }),
    { numRuns: 2_000 },
  );
});

it('finds the same whether it was made ready for many or is made when somebody asks', () => {
  for (const count of [0, 1, 64, 65, 300]) {
    const find = matcherOf(
      Array.from({ length: count }, (_, n) => [`tool_${n}${n % 10 === 9 ? '_*' : ''}`, n] as const),
    );
    for (let n = 0; n < count + 1; n++) {
      const found = n === count ? [] : [n];
      for (let asked = 0; asked < 2; asked++) {
        expect(find(`tool_${n}${n % 10 === 9 ? '_x' : ''}`).map(([, value]) => value)).toEqual(found);
      }
    }
  }
});

it('orders texts by code point', () => {
  const unit = fc.constantFrom('a', 'b', '\ud7ff', '\ue000', '\uffff', '💡', '\u{10ffff}');
  const points = fc.string({ unit, maxLength: 4 });
  fc.assert(
    fc.property(points, points, (a, b) => {
      const [x, y] = [a, b].map((one) =>
        Array.from(one, (point) => (point.codePointAt(0) ?? 0).toString(16).padStart(6, '0')).join(),
      );
      const expected = x === y ? 0 : (x ?? '') < (y ?? '') ? -1 : 1;
      expect(Math.sign(byCodePoint(a, b))).toBe(expected);
    }),
    { numRuns: 2_000 },
  );
});

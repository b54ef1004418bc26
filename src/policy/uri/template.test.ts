import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matcherOf } from '../compile/pattern-index.ts';
import type { ItemEntry, ItemIndex } from '../compile/policy.ts';
import { templateMayBeAllowed } from './template.ts';

const entry = (action: 'allow' | 'deny' | 'hide', pattern: string): ItemEntry =>
  ({ pattern, rules: { action }, budgets: [] }) as unknown as ItemEntry;

const indexOf = (entries: readonly ItemEntry[]): ItemIndex => {
  const match = matcherOf(entries.map((each) => [each.pattern, each] as const));
  return { match: (name) => match(name).map(([, each]) => each), entries };
};

/** Short globs of two letters, some stars in a row among them. */
const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 5 });
const templateOf = (pattern: string): string => pattern.replaceAll('*', '{x}');
const matches = (pattern: string, text: string): boolean => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text);

/** Texts of two letters: two globs of five that meet do so in one of these. */
const texts = Array.from({ length: 10 }, (_, length) =>
  Array.from({ length: 2 ** length }, (_, bits) =>
    Array.from({ length }, (_, at) => ((bits >> at) & 1 ? 'b' : 'a')).join(''),
  ),
).flat();

it('is refused where one pattern covers all that it can make, and only there', () => {
  fc.assert(
    fc.property(glob, glob, fc.constantFrom('deny' as const, 'hide' as const), (pattern, made, action) => {
      // Of a letter that stands in no pattern: what takes that takes anything.
      const covered = matches(pattern, made.replaceAll('*', 'z'));
      expect(templateMayBeAllowed(indexOf([entry(action, pattern)]), 'allow', templateOf(made))).toBe(!covered);
    }),
    { numRuns: 1_000 },
  );
});

it('is allowed where one pattern and it have a URI in common, and only there', () => {
  fc.assert(
    fc.property(glob, glob, (pattern, made) => {
      const shared = texts.some((text) => matches(pattern, text) && matches(made, text));
      expect(templateMayBeAllowed(indexOf([entry('allow', pattern)]), 'deny', templateOf(made))).toBe(shared);
    }),
    { numRuns: 150 },
  );
});

it('is never refused where some URI that it makes is allowed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ action: fc.constantFrom('allow', 'deny', 'hide'), pattern: glob }), { maxLength: 4 }),
      fc.constantFrom('allow' as const, 'deny' as const),
      glob,
      (rules, fallback, made) => {
        const allowed = texts.some((text) => {
          const found = rules.filter(({ pattern }) => matches(pattern, text));
          const refused = found.some(({ action }) => action !== 'allow');
          return matches(made, text) && !refused && (fallback === 'allow' || found.length > 0);
        });
        const entries = rules.map(({ action, pattern }) => entry(action as 'allow', pattern));
        if (allowed) expect(templateMayBeAllowed(indexOf(entries), fallback, templateOf(made))).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
});

it.each<[entries: readonly ItemEntry[], template: string, allowed: boolean]>([
  [[], 'x:{y}', false],
  [[entry('allow', 'ab'), entry('deny', 'a*')], '{x}', false],
  [[entry('allow', 'b'), entry('deny', 'a*')], '{x}', true],
  [[entry('allow', 'a*')], 'a{x}b{y}', true],
  [[entry('allow', 'a-b')], 'a{x}b', true],
  [[entry('allow', 'a-b')], 'a{x}', true],
  [[entry('allow', '*')], 'x:%2e{y}', false],
  [[entry('allow', '*')], 'x:{y}/ ', false],
  [[entry('allow', '*')], 'x:%2{y}e', false],
  [[entry('allow', '*')], 'x:{%2e}', true],
  [[entry('allow', 'axc')], 'a{{b}c', false],
  [[entry('allow', 'a{b')], 'a{b', true],
])('of %j: %s', (entries, template, allowed) => {
  expect(templateMayBeAllowed(indexOf(entries), 'deny', template)).toBe(allowed);
});

it('takes megabytes of a template as fast as they are read, whatever the patterns', () => {
  const long = `x:${'ab'.repeat(2 ** 21)}{y}`;
  const patterns = Array.from({ length: 20 }, (_, index) => `x:*${'a*b'.repeat(300)}c${index}`);
  const entries = patterns.flatMap((pattern) => [entry('deny', pattern), entry('allow', `${pattern}*d`)]);
  expect(templateMayBeAllowed(indexOf(entries), 'deny', long)).toBe(true);
});

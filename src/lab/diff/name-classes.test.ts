import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Policy, readPolicy } from '../../policy/index.ts';
import { callableNames, uris } from './grammars.ts';
import { nameClasses } from './name-classes.ts';

function policyOf(part: object): Policy {
  const read = readPolicy(JSON.stringify({ version: '1', default: 'deny', ...part }), 'json', { name: 'policy' });
  if (!read.ok) throw new Error(read.errors[0]?.message);
  return read.policy;
}

/** What the engine itself says of a name: the entries that stand for it. */
function entries(policy: Policy, name: string): string {
  return policy.toolPlan(name).entries.toSorted().join(' ');
}

/** Every name of at most six letters. */
const names = [''];
for (let from = 0; from < names.length; from++) {
  const name = names[from] ?? '';
  if (name.length < 6) for (const letter of ['a', 'b', 'z']) names.push(name + letter);
}

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), minLength: 1, maxLength: 4 });

describe('classes of names', () => {
  it('are those that trying every short name finds', () => {
    fc.assert(
      fc.property(fc.uniqueArray(pattern, { maxLength: 4 }), (patterns) => {
        const policy = policyOf({ tools: Object.fromEntries(patterns.map((each) => [each, {}])) });
        const { classes, complete } = nameClasses(patterns, callableNames(patterns));
        const found = classes.map(({ name }) => entries(policy, name));
        const tried = new Set(names.slice(1).map((name) => entries(policy, name)));
        expect(complete).toBe(true);
        // Exact names are classes of their own, whatever else stands for them.
        expect(new Set(found)).toEqual(new Set([...tried, ...found]));
        const open = classes.filter(({ single }) => !single).map(({ name }) => entries(policy, name));
        expect(new Set(open).size).toBe(open.length);
      }),
      { numRuns: 150 },
    );
  });

  it('of URIs have one that may be judged', () => {
    const patterns = ['file:///srv/*', 'https://*.example.com/*', '*.md', 'docs:index'];
    const policy = policyOf({ resources: Object.fromEntries(patterns.map((each) => [each, {}])) });
    const { classes } = nameClasses(patterns, uris(patterns, policy));
    const globs = classes.filter(({ single }) => !single).map((each) => each.globs.join(' '));
    expect(globs.toSorted()).toEqual([
      '',
      '*.md',
      'file:///srv/*',
      'file:///srv/* *.md',
      'https://*.example.com/*',
      'https://*.example.com/* *.md',
    ]);
  });

  it('are not all found where there are too many, and that is said', () => {
    const patterns = Array.from(
      { length: 14 },
      (_, index) => `*${String.fromCharCode(97 + index)}${String.fromCharCode(98 + index)}*`,
    );
    const { complete, classes } = nameClasses(patterns, callableNames(patterns));
    expect(complete).toBe(false);
    expect(classes.length).toBeGreaterThan(100);
  });
});

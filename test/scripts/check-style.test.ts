import { describe, expect, it } from 'vitest';
import { findingsIn } from '../../scripts/check-style.ts';

const spelt = (...parts: string[]): string => parts.join('');

describe('check-style', () => {
  it.each([
    ['the wall clock outside kernel', 'src/limits/window.ts', 'const now = Date.now();'],
    ['an unfinished thought', 'src/limits/window.ts', spelt('// TO', 'DO: the rest')],
    ['a test run alone', 'src/limits/window.test.ts', spelt('it.on', "ly('works', run);")],
    ['a table test left out', 'src/limits/window.test.ts', spelt('describe.sk', "ip.each([1])('works', run);")],
    ['a document that nobody has', 'src/limits/window.ts', spelt('/** As inter', 'face.md says. */')],
    ['a path of a machine', 'docs/start.md', spelt('see /ro', 'ot/checkout/README.md')],
    ['a registry', 'package-lock.json', spelt('      "resolved": "ht', 'tps://registry.example.com/a.tgz",')],
    ['a long file', 'src/limits/window.ts', 'x\n'.repeat(302)],
    ['a long page', 'web/src/features/inbox/page.tsx', 'x\n'.repeat(302)],
    ['a long script', 'scripts/mutation/runner.ts', 'x\n'.repeat(302)],
    ['a run at the end', 'src/policy/time.ts', String.raw`text.replace(/\.+$/, '')`],
    ['a run of a class at the end', 'web/app/name.tsx', 'const ends = /[-_ ]*$/;'],
    ['a run at either end', 'src/cli/name.ts', "text.replace(/^-+|-+$/g, '')"],
  ])('finds %s', (_, file, content) => {
    expect(findingsIn(file, content)).toHaveLength(1);
  });

  it.each([
    ['the wall clock in kernel', 'src/kernel/clock.ts', 'const now = Date.now();'],
    ['a long table', 'src/catalog/verbs.lexicon.ts', 'x\n'.repeat(400)],
    ['a long test', 'src/limits/window.test.ts', 'x\n'.repeat(400)],
    ['a long suite', 'test/contract/limiter/suite.ts', 'x\n'.repeat(400)],
    ['a run at the end that begins once', 'src/policy/time.ts', String.raw`text.replace(/(?<!\.)\.+$/, '')`],
    ['a text that is a run', 'src/policy/time.ts', String.raw`/^\d+$/.test(text)`],
    ['work as a word', 'docs/start.md', 'the frame\u002fwork/ is ours'],
  ])('lets %s be', (_, file, content) => {
    expect(findingsIn(file, content)).toEqual([]);
  });
});

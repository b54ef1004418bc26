import { describe, expect, it } from 'vitest';
import { findingsIn, sharedNamesIn } from '../../scripts/check-style.ts';

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

  it('finds a type that bears the name of another room’s', () => {
    const files = new Map([
      ['src/edge/route-table.ts', 'export interface Place {}'],
      ['src/control/page.ts', '/** A row. */\nexport type Place = number;'],
      ['src/lab/plan.ts', 'interface Place {}\nexport class Plan {}'],
    ]);
    expect(sharedNamesIn(files)).toEqual([
      {
        file: 'src/control/page.ts',
        line: 2,
        what: 'Place is also what src/edge/route-table.ts exports: one name, one meaning',
      },
    ]);
  });

  it('lets the adapters of a port name alike what each says in its own way', () => {
    const files = new Map([
      ['src/store/sqlite/limiter/ledger.ts', 'export type Errand = 1;'],
      ['src/store/postgres/limiter/errand.ts', 'export type Errand = 2;'],
    ]);
    expect(sharedNamesIn(files)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Counted } from '../../scripts/mutation/counted.ts';
import { mutantRows } from './mutant-rows.ts';

const record = (statuses: Record<string, number>, digest = 'now', rule = 'rule-2'): Counted => ({
  digest,
  rule,
  statuses,
});
const present = (...paths: string[]) => ({
  digests: new Map(paths.map((path) => [path, 'now'])),
  rule: 'rule-2',
});

describe('the table of mutants', () => {
  it('adds up the files of a folder, and has no row for one that has no mutants or of which nothing was counted', () => {
    const counted = {
      'src/b/one.ts': record({ Killed: 7, Survived: 1 }),
      'src/b/two.ts': record({ Killed: 1, Timeout: 1, NoCoverage: 1, Ignored: 5, CompileError: 1 }),
      'src/a/x.ts': record({ Killed: 2, RuntimeError: 1 }),
      'src/types/x.ts': record({}),
    };
    const paths = ['src/b/one.ts', 'src/b/two.ts', 'src/a/x.ts', 'src/types/x.ts', 'src/new/x.ts'];
    expect(mutantRows(counted, present(...paths))).toEqual([
      ['`src/a`', '3', '2', '0', '0', '100.0 %', 'as they are'],
      ['`src/b`', '11', '8', '1', '2', '81.8 %', 'as they are'],
    ]);
  });

  it('says of how many files the content is another now, or the rule, or nothing was counted', () => {
    const counted = {
      'src/a/same.ts': record({ Killed: 1 }),
      'src/a/changed.ts': record({ Killed: 1 }, 'before'),
      'src/a/old.ts': record({ Killed: 1 }, 'before', 'rule-1'),
      'src/a/types.ts': record({}, 'now', 'rule-1'),
      'src/a/no-types-now.ts': record({}, 'before'),
    };
    const paths = [...Object.keys(counted), 'src/a/new.ts'];
    expect(mutantRows(counted, present(...paths)).map((row) => row.at(-1))).toEqual([
      '1 of 5 by the earlier rule, 3 of 5 changed since, 1 of 5 not counted',
    ]);
  });

  it('counts no file that is there no more', () => {
    const counted = { 'src/a/x.ts': record({ Killed: 1 }), 'src/a/gone.ts': record({ Survived: 9 }) };
    expect(mutantRows(counted, present('src/a/x.ts'))).toEqual([
      ['`src/a`', '1', '1', '0', '0', '100.0 %', 'as they are'],
    ]);
  });
});

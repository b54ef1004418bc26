import { dirname } from 'node:path';
import { type CountedFiles, tallied } from '../../scripts/mutation/counted.ts';

/** What is in the tree now, and what counts as found now. */
export interface Present {
  /** Path of a source of the mutated rooms → the digest of its content. */
  readonly digests: ReadonlyMap<string, string>;
  readonly rule: string;
}

/**
 * Folder by folder, what became of the mutants of the files that are there: found by a test, found by never ending, or not
 * found; and for how many files that was counted of another content or by another rule. A folder of which nothing was
 * counted has no row.
 */
export function mutantRows(counted: CountedFiles, { digests, rule }: Present): string[][] {
  const folders = Map.groupBy(digests.keys(), (path) => dirname(path));
  return [...folders]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([folder, paths]) => {
      const records = paths.map((path) => {
        const record = counted[path];
        return record && { ...record, changed: record.digest !== digests.get(path) };
      });
      const { all, killed, neverEnded, survived, share } = tallied(records.filter((record) => record !== undefined));
      if (all === 0) return [];
      // A file of types has nothing that could be counted, by whichever rule.
      const files = records.filter((record) => record === undefined || record.changed || tallied([record]).all > 0);
      const part = (which: (record: (typeof records)[number]) => boolean, what: string): string[] => {
        const many = files.filter(which).length;
        return many === 0 ? [] : [`${many} of ${files.length} ${what}`];
      };
      const since = [
        ...part((record) => record !== undefined && record.rule !== rule, 'by the earlier rule'),
        ...part((record) => record?.changed === true, 'changed since'),
        ...part((record) => record === undefined, 'not counted'),
      ];
      return [
        [
          `\`${folder}\``,
          String(all),
          String(killed),
          String(neverEnded),
          String(survived),
          `${share} %`,
          since.length === 0 ? 'as they are' : since.join(', '),
        ],
      ];
    });
}

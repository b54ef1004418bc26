import { unknown } from '../condition/truth.ts';
import { under } from '../source/pointer.ts';
import { maxPathLength, segmentsOf } from './file-path.ts';
import type { Operator } from './operator.ts';

/** Compares whole segments, so that `/srv/data` holds `/srv/data/x` and itself, and not `/srv/database`. */
export const pathWithin: Operator = {
  name: 'path_within',
  doc: 'A file path that, normalised once, lies in one of the directories (or is it). Links are invisible to a gateway.',
  operand: { type: 'array', minItems: 1, items: { type: 'string', pattern: '^/' } },
  read(node, pointer, report) {
    if (node.kind !== 'array' || node.items.length === 0) {
      return report.wrongType(node, pointer, 'a list of absolute directories, not empty');
    }
    const directories = new Set<string>();
    node.items.forEach((item, index) => {
      const segments = item.kind === 'string' ? segmentsOf(item.value) : undefined;
      if (segments === undefined) {
        report.wrongType(item, under(pointer, index), 'an absolute directory without .., //, \\ or escapes');
      } else directories.add(segments.join('/'));
    });
    return {
      kind: 'value',
      judgesNull: false,
      test: (value, meter) => {
        if (typeof value !== 'string') return unknown;
        meter.spend(4 + (Math.min(value.length, maxPathLength) >> 2));
        const segments = segmentsOf(value);
        return segments === undefined ? unknown : liesIn(segments, directories);
      },
    };
  },
};

/** Whether the path itself or a directory above it is listed: one look-up for each, however long the list. */
function liesIn(segments: readonly string[], directories: ReadonlySet<string>): boolean {
  let above = '';
  if (directories.has(above)) return true;
  for (const [index, segment] of segments.entries()) {
    above = index === 0 ? segment : `${above}/${segment}`;
    if (directories.has(above)) return true;
  }
  return false;
}

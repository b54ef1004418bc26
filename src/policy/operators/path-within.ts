import { unknown } from '../condition/truth.ts';
import { under } from '../source/pointer.ts';
import { segmentsOf } from './file-path.ts';
import type { Operator } from './operator.ts';

/** Longer than any path a system accepts; only so that a judgement's steps stay few. */
const stepsPerCharacter = 1 / 16;

/** Compares whole segments, so that `/srv/data` holds `/srv/data/x` and itself, and not `/srv/database`. */
export const pathWithin: Operator = {
  name: 'path_within',
  doc: 'A file path that, normalised once, lies in one of the directories (or is it). Links are invisible to a gateway.',
  operand: { type: 'array', minItems: 1, items: { type: 'string', pattern: '^/' } },
  read(node, pointer, report) {
    if (node.kind !== 'array' || node.items.length === 0) {
      return report.wrongType(node, pointer, 'a list of absolute directories, not empty');
    }
    const directories: string[] = [];
    node.items.forEach((item, index) => {
      const segments = item.kind === 'string' ? segmentsOf(item.value) : undefined;
      if (segments === undefined) {
        report.wrongType(item, under(pointer, index), 'an absolute directory without .., //, \\ or escapes');
      } else directories.push(joined(segments));
    });
    return {
      kind: 'value',
      judgesNull: false,
      test: (value, meter) => {
        if (typeof value !== 'string') return unknown;
        meter.spend(Math.ceil(value.length * stepsPerCharacter) + directories.length);
        const segments = segmentsOf(value);
        if (segments === undefined) return unknown;
        const path = joined(segments);
        return directories.some((directory) => path.startsWith(directory));
      },
    };
  },
};

/** With a slash at the end, so that a prefix is a prefix of segments. */
function joined(segments: readonly string[]): string {
  return segments.length === 0 ? '/' : `/${segments.join('/')}/`;
}

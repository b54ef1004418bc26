import { unknown } from '../condition/truth.ts';
import { under } from '../source/pointer.ts';
import { maxPathLength, segmentsOf, withoutFinalDots } from './file-path.ts';
import type { Operator } from './operator.ts';

/**
 * Compares whole segments, so that `/srv/data` holds `/srv/data/x` and itself, and not `/srv/database`. What lies outside
 * as it is written, and inside where dots at the end of a name are dropped, is neither.
 */
export const pathWithin: Operator = {
  name: 'path_within',
  doc: 'A file path that, normalised once, lies in one of the directories (or is it). Links are invisible to a gateway.',
  operand: { type: 'array', minItems: 1, items: { type: 'string', pattern: '^/' } },
  read(node, pointer, report) {
    if (node.kind !== 'array' || node.items.length === 0) {
      return report.noList(node, pointer, 'a list of absolute directories, not empty');
    }
    const root = emptyFolder();
    const dotless = emptyFolder();
    node.items.forEach((item, index) => {
      const segments = item.kind === 'string' ? segmentsOf(item.value) : undefined;
      if (segments === undefined) {
        report.wrongType(item, under(pointer, index), 'an absolute directory without .., //, \\ or escapes');
      } else {
        list(root, segments);
        list(dotless, withoutFinalDots(segments));
      }
    });
    return {
      kind: 'value',
      judgesNull: false,
      test: (value, meter) => {
        if (typeof value !== 'string') return unknown;
        meter.spend(12 + Math.min(value.length, maxPathLength));
        const segments = segmentsOf(value);
        if (segments === undefined) return unknown;
        if (liesIn(segments, root)) return true;
        return liesIn(withoutFinalDots(segments), dotless) ? unknown : false;
      },
    };
  },
};

/** A folder of the tree that the listed directories make. */
interface Folder {
  listed: boolean;
  readonly inside: Map<string, Folder>;
}

function emptyFolder(): Folder {
  return { listed: false, inside: new Map() };
}

function list(root: Folder, segments: readonly string[]): void {
  let folder = root;
  for (const segment of segments) {
    let next = folder.inside.get(segment);
    if (next === undefined) {
      next = emptyFolder();
      folder.inside.set(segment, next);
    }
    folder = next;
  }
  folder.listed = true;
}

/** Whether the path itself or a directory above it is listed: one step down for each segment, however long the list. */
function liesIn(segments: readonly string[], root: Folder): boolean {
  let folder: Folder | undefined = root;
  for (const segment of segments) {
    if (folder === undefined || folder.listed) break;
    folder = folder.inside.get(segment);
  }
  return folder?.listed ?? false;
}

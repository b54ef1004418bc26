import type { Leaf } from '../condition/condition.ts';
import { type Found, isList, missing, unreadable } from '../condition/resolve.ts';
import { type Truth, unknown } from '../condition/truth.ts';

/** What one entry or one condition said while a call was judged. */
export interface TraceLine {
  /** JSON pointer of the entry or condition that was looked at. */
  readonly rule: string;
  /** What it said: `true`, `false` or `unknown` for a condition; what it did for an entry. */
  readonly said: string;
}

/**
 * Filled by the judge itself while it judges, so that an explanation is never told by a second evaluator. A judgement
 * that is traced answers exactly as one that is not.
 */
export class Trace {
  readonly lines: TraceLine[] = [];

  say(rule: string, said: string): void {
    this.lines.push({ rule, said });
  }

  /** @param found what it was asked of, where that is one thing */
  leaf({ pointer, path, operator }: Leaf, truth: Truth, found?: Found): void {
    const why = found === undefined ? '' : ` (${because(found)})`;
    this.say(pointer, `${path.canonical} ${operator}: ${truth === unknown ? `unknown${why}` : truth}`);
  }
}

/** Why nothing can be said of something. */
function because(found: Found): string {
  if (found === missing) return 'it is missing';
  if (found === unreadable) return 'its path leads through what has no such part';
  if (found === null) return 'it is null';
  return `this ${isList(found) ? 'list' : typeof found} is not one that the operator reads`;
}

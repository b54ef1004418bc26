import type { Leaf } from '../condition/condition.ts';
import type { Truth } from '../condition/truth.ts';

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

  leaf({ pointer, path, operator }: Leaf, truth: Truth): void {
    this.say(pointer, `${path.canonical} ${operator}: ${truth === undefined ? 'unknown' : truth}`);
  }
}

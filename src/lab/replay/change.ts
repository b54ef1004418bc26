import { assertNever, type Outcome } from '../../kernel/index.ts';
import type { RecordedEnd } from '../calls/recorded-call.ts';

/** What a change means for whoever made the call. */
export type Effect =
  /** It went through and would not. */
  | 'refuses'
  /** It did not go through and would. */
  | 'admits'
  /** A human would be asked. */
  | 'asks'
  /** It ends as before, for another reason or by another answer. */
  | 'otherwise';

/** Whether two verdicts are the same to whoever made the call: outcome and code. Rules move when documents do. */
export function isSame(was: RecordedEnd, now: RecordedEnd): boolean {
  return was.outcome === now.outcome && was.code === now.code;
}

export function effectOf(was: RecordedEnd, now: RecordedEnd): Effect {
  const [before, after] = [passage(was.outcome), passage(now.outcome)];
  if (before === after) return 'otherwise';
  if (after === 'asked') return 'asks';
  return after === 'through' ? 'admits' : 'refuses';
}

function passage(outcome: Outcome): 'through' | 'asked' | 'refused' {
  switch (outcome) {
    case 'allow':
    case 'would_deny':
    case 'would_hold':
    case 'error':
      return 'through';
    case 'hold':
      return 'asked';
    case 'deny':
    case 'hidden':
    case 'refused':
      return 'refused';
    default:
      return assertNever(outcome);
  }
}

import { type Judgement, judge, type Policy } from '../../policy/index.ts';
import type { RecordedCall } from '../calls/recorded-call.ts';

/** A judgement, or the first place that it would have needed and that nobody kept. */
export type KeptJudgement = Judgement | { readonly verdict: 'undecided'; readonly needs: string };

/**
 * Judges a call as far as it was kept, by the one judge there is. What is decided is what the judge says of the call as
 * it was made, whatever stood in the places that were not kept: none of them was read.
 */
export function judgeKept(policy: Policy, { call, context, notKept }: RecordedCall): KeptJudgement {
  notKept.forget();
  const judgement = judge(policy, call, context);
  return notKept.needed === undefined ? judgement : { verdict: 'undecided', needs: notKept.needed };
}

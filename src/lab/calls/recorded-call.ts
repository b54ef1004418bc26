import type { Code, Outcome } from '../../kernel/index.ts';
import type { Call, CallContext } from '../../policy/index.ts';
import type { NotKept } from './not-kept.ts';

/** How a call ended, or would end, as far as a policy decides it; `null` for what there is nothing to say of. */
export interface RecordedEnd {
  readonly outcome: Outcome;
  readonly code: Code | null;
  readonly rule: string | null;
}

/** A call that was made, as far as it was kept. */
export interface RecordedCall {
  readonly kind: 'call';
  /** Its arguments, and the facts of its tool, may hold places that nobody kept: reading one is told to `notKept`. */
  readonly call: Call;
  /** `now` is the moment of the call. */
  readonly context: CallContext;
  readonly notKept: NotKept;
  /** How the policy in force decided. A call that was let through and failed afterwards was allowed. */
  readonly was: RecordedEnd;
  /** From arrival to the end of the answer: how long a slot was held. 0 where it is not known. */
  readonly ms: number;
  /** Not one byte was sent: what was taken went back. */
  readonly givenBack: boolean;
  /** Where to find it again: a request id, or a line of the file. */
  readonly source: string;
}

/** A record of something that no policy decided. */
export interface NotJudged {
  readonly kind: 'not-judged';
  /** The code that it ended with, or what else it is. */
  readonly why: string;
  /** When and for whom; absent for what was no call at all. */
  readonly context?: Pick<CallContext, 'now' | 'grant' | 'server'>;
}

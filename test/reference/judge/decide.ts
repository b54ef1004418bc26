import type { ExactLog, ExactReceipt } from './exact-log.ts';
import type { Verdict } from './judge.ts';

/** The end of one call: what docs/codes.md calls outcome and code, what decided, and what was taken. */
export interface Decision {
  readonly outcome: 'allow' | 'deny' | 'hold' | 'hidden' | 'would_deny' | 'would_hold';
  readonly code: string | undefined;
  readonly rule: string | undefined;
  readonly reason: string | undefined;
  readonly taken: ExactReceipt | undefined;
}

/**
 * Section 3, steps 6 to 9, on a verdict: "`observe` runs the same judgement, takes what an allowed call would take,
 * asks nobody, hides nothing, and records `would_deny` or `would_hold` with the code that `enforce` would give".
 * In `enforce` a call that waits for a human has taken nothing yet.
 */
export function decide(verdict: Verdict, observe: boolean, log: ExactLog, now: number): Decision {
  if (verdict.verdict === 'refuse') {
    const { code, rule, reason } = verdict;
    // "refusals that are no policy (… unknown tool …) refuse in `observe` too"
    if (code === 'unknown_tool') return { outcome: 'hidden', code, rule, reason, taken: undefined };
    const outcome = observe ? 'would_deny' : code === 'hidden' ? 'hidden' : 'deny';
    return { outcome, code, rule, reason, taken: undefined };
  }
  const { demand, approval } = verdict;
  const full = log.look(demand, now);
  if (full !== undefined) {
    const reason = 'onDeny' in full.refusedBy ? full.refusedBy.onDeny : undefined;
    const outcome = observe ? 'would_deny' : 'deny';
    return { outcome, code: full.code, rule: full.refusedBy.rule, reason, taken: undefined };
  }
  const asks = approval && { code: 'approval_required', rule: approval.rule, reason: undefined };
  if (asks && !observe) return { outcome: 'hold', ...asks, taken: undefined };
  const taken = log.take(demand, now);
  if (!taken.ok) throw new Error('there was room a moment ago');
  if (asks) return { outcome: 'would_hold', ...asks, taken };
  return { outcome: 'allow', code: undefined, rule: undefined, reason: undefined, taken };
}

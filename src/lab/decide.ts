import { type Code, manualClock, type Outcome } from '../kernel/index.ts';
import { type MemoryLimiter, memoryLimiter, type NoRoom } from '../limits/index.ts';
import { type Call, type CallContext, judge, type Policy } from '../policy/index.ts';
import { isCallableName } from '../protocol/index.ts';

/** A call that was read, and whether its arguments are none that may be judged at all. */
export interface CallToDecide {
  readonly call: Call;
  readonly context: CallContext;
  readonly refused: Extract<Code, 'bad_request' | 'too_large'> | undefined;
}

/** How a call ends, as far as a policy decides it; `null` for what there is nothing to say of. */
export interface Decision {
  readonly outcome: Outcome;
  readonly code: Code | null;
  readonly rule: string | null;
  readonly reason: string | null;
}

/**
 * The steps of judgement (policy language, section 3) for a call that stands alone: a line of `policy judge`, a case of a
 * test, a call that is tried. A tool that is named counts as listed, a call that needs a human ends as `hold`, and a call
 * that is let through is over at once.
 *
 * @param limiter whose budgets are taken; empty ones when absent
 * @param judgeCall the judge, or the judge with a trace
 */
export function decide(
  policy: Policy | undefined,
  input: CallToDecide,
  limiter: MemoryLimiter = memoryLimiter(manualClock(input.context.now)),
  judgeCall: typeof judge = judge,
): Decision {
  const { call, refused, context } = input;
  if (refused !== undefined) return decision('refused', refused);
  if (call.kind === 'tool' && !isCallableName(call.name)) return decision('hidden', 'unknown_tool');
  if (policy === undefined) return decision('deny', 'no_policy');
  const observing = policy.mode === 'observe';
  const judgement = judgeCall(policy, call, context);
  if (judgement.verdict === 'refuse') {
    const { code, rule, reason } = judgement;
    if (code === 'bad_request') return decision('refused', code);
    if (code === 'unknown_tool') return decision('hidden', code);
    return decision(observing ? 'would_deny' : code === 'hidden' ? 'hidden' : 'deny', code, rule, reason);
  }
  const { demand, approval } = judgement;
  const held =
    approval &&
    decision(observing ? 'would_hold' : 'hold', 'approval_required', approval.rule, approval.reasons.join('; '));
  // What only waits for a human takes nothing yet; under `observe` nobody is asked, and so it takes.
  if (held !== undefined && !observing) {
    const look = limiter.look(demand);
    return look.ok ? held : noRoom(look, 'deny');
  }
  const taken = limiter.take(demand);
  if (!taken.ok) return noRoom(taken, observing ? 'would_deny' : 'deny');
  limiter.release(taken);
  return held ?? decision('allow');
}

function noRoom({ refusedBy, code }: NoRoom, outcome: Outcome): Decision {
  return decision(outcome, code, refusedBy.rule, 'onDeny' in refusedBy ? refusedBy.onDeny : undefined);
}

function decision(outcome: Outcome, code?: Code, rule?: string, reason?: string): Decision {
  return { outcome, code: code ?? null, rule: rule || null, reason: reason || null };
}

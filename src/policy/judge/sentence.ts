import type { Code } from '../../kernel/index.ts';
import type { BudgetTake } from '../../limits/index.ts';

/** What is known of a denial beside its code. */
export interface DenialFacts {
  /** What was asked for; a tool when absent. */
  readonly of?: 'tool' | 'resource' | 'prompt';
  /** The policy author's own sentence: `reason` or `on_deny`. It replaces the usual one. */
  readonly reason?: string | undefined;
  /** The budget that had no room. */
  readonly budget?: BudgetTake | undefined;
  readonly retryAfterMs?: number | undefined;
}

/**
 * The sentence that follows `[POLICY DENIED] <tool>: ` (policy language, section 5): short, true, and something a
 * model can act on. It never names hidden tools, other grants or a pattern of the policy.
 */
export function sentence(code: Code, facts: DenialFacts = {}): string {
  if (facts.reason !== undefined) return facts.reason;
  switch (code) {
    case 'no_policy':
      return 'no policy is attached to this grant; an operator must attach one.';
    case 'default_deny':
      return `the policy does not allow this ${facts.of ?? 'tool'}.`;
    case 'denied':
      return `the policy denies this ${facts.of ?? 'tool'}.`;
    case 'condition':
      return 'the policy does not allow these arguments or circumstances.';
    case 'arguments':
      return 'the arguments do not have the form that the policy asks for.';
    case 'rate_limited':
      return limitSentence(facts);
    case 'concurrency':
      return 'as many calls as the policy allows are in flight; try again when one has ended.';
    case 'definition_changed':
      return 'the definition of this tool has changed since it was approved; an operator must look at it.';
    case 'policy_error':
      return 'the policy could not judge this call, so it was refused.';
    case 'killed':
      return 'an operator has stopped these calls.';
    case 'approval_required':
      return 'a human must approve this call first.';
    case 'approval_denied':
      return 'a human has refused this call.';
    case 'approval_expired':
      return 'nobody approved this call in time.';
    default:
      return 'the call was refused.';
  }
}

function limitSentence({ budget, retryAfterMs }: DenialFacts): string {
  const wait = retryAfterMs === undefined ? 'waiting does not help' : `try again in ${duration(retryAfterMs)}`;
  if (budget === undefined) return `limit reached; ${wait}.`;
  // A name, or a number of seconds.
  const per = /^\d+$/.test(budget.window) ? `${budget.window} s` : budget.window;
  return `limit of ${budget.max / 1e6} per ${per} reached; ${wait}.`;
}

/** Rounded up, so that whoever waits so long has waited long enough. */
function duration(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.ceil(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.ceil(hours / 24)} days`;
}

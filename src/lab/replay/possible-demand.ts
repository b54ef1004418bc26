import type { Demand } from '../../limits/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { RecordedCall } from '../calls/recorded-call.ts';
import { judgeKept } from './judge-kept.ts';

/** What a call may take of which nobody can say whether its rules let it through. */
export interface PossibleDemand {
  readonly demand: Demand;
  /** Budgets of which it is not even known what it would take of them, or of which one. */
  readonly unknown: readonly { readonly base: string; readonly windowMs: number }[];
}

const nothing: Demand = { budgets: [], slots: [] };

/** Asks the judge what the call takes once every rule about it is left out, and with which budgets it cannot say so. */
export function possibleDemand(policy: Policy, recorded: RecordedCall): PossibleDemand {
  const whole = judgeKept(withoutRules(policy, true), recorded);
  if (whole.verdict === 'pass') return { demand: whole.demand, unknown: [] };
  // A cost or a value that is no amount refuses, whatever the rules say.
  if (whole.verdict === 'refuse') return { demand: nothing, unknown: [] };
  const slotsOnly = judgeKept(withoutRules(policy, false), recorded);
  const budgets = recorded.call.kind === 'tool' ? policy.toolPlan(recorded.call.name).budgets : [];
  return {
    demand: slotsOnly.verdict === 'pass' ? slotsOnly.demand : nothing,
    unknown: budgets.map(({ base, limit }) => ({ base, windowMs: limit.window.ms })),
  };
}

function withoutRules(policy: Policy, withBudgets: boolean): Policy {
  return {
    ...policy,
    toolPlan: (name) => {
      const plan = policy.toolPlan(name);
      return { ...plan, require: [], arguments: [], denyIf: [], asks: [], budgets: withBudgets ? plan.budgets : [] };
    },
  };
}

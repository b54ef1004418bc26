import { stricter } from '../compile/stricter-approvers.ts';
import type { AskingRule } from '../compile/tool-plan.ts';
import type { ApprovalDemand } from '../judgement.ts';

/**
 * Several entries ask at once: all reasons, the strictest approvers, the shortest timeout (policy language, section 7).
 *
 * @param asks those that hold, in the order of report
 */
export function approvalDemand(asks: readonly AskingRule[]): ApprovalDemand | undefined {
  const [first] = asks;
  if (first === undefined) return undefined;
  return {
    rule: first.pointer,
    rules: asks.map((ask) => ask.pointer),
    reasons: [...new Set(asks.flatMap((ask) => ask.reason ?? []))],
    timeoutMs: Math.min(...asks.map((ask) => ask.timeoutMs)),
    holdMs: Math.min(...asks.map((ask) => ask.holdMs)),
    approvers: asks.map((ask) => ask.approvers).reduce(stricter),
    entries: [...new Set(asks.map((ask) => ask.digest))].sort(),
  };
}

import type { Ask } from '../compile/tool-plan.ts';
import type { ApprovalDemand, Approvers } from '../judgement.ts';

/**
 * Several entries ask at once: all reasons, the strictest approvers, the shortest timeout (policy language, section 7).
 *
 * @param asks those that hold, in the order of report
 */
export function approvalDemand(asks: readonly Ask[]): ApprovalDemand | undefined {
  const [first] = asks;
  if (first === undefined) return undefined;
  return {
    rule: first.pointer,
    rules: asks.map((ask) => ask.pointer),
    reasons: [...new Set(asks.flatMap((ask) => ask.reason ?? []))],
    timeoutMs: Math.min(...asks.map((ask) => ask.timeoutMs)),
    holdMs: Math.min(...asks.map((ask) => ask.holdMs)),
    approvers: asks.map((ask) => ask.approvers).reduce(stricter),
  };
}

/**
 * The larger count, and only groups that every asking entry names (an entry without groups accepts every approver).
 * Where they share none, no group can decide: the list then holds a name that no group has, and the request expires.
 */
function stricter(a: Approvers, b: Approvers): Approvers {
  const count = Math.max(a.count, b.count);
  if (a.groups.length === 0 || b.groups.length === 0) return { count, groups: [...a.groups, ...b.groups] };
  const shared = a.groups.filter((group) => b.groups.includes(group));
  return { count, groups: shared.length > 0 ? shared : [nobody] };
}

/** Longer than a group's name can be. */
const nobody = `no group in common ${' '.repeat(500)}`;

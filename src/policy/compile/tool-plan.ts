import { sha256Jcs } from '../../protocol/index.ts';
import type { Approvers } from '../judgement.ts';
import type { ApprovalRule, ApproversRule } from '../read/approval.ts';
import type { ArgumentsRule } from '../read/arguments.ts';
import type { Limit } from '../read/limit.ts';
import type { ApproveRule, Concurrency, ConditionRule, SharedRules, ToolRules } from '../read/rules.ts';
import { under } from '../source/pointer.ts';
import type { BudgetPlan } from './budget-plan.ts';
import { sharedGroups } from './stricter-approvers.ts';

/** Somebody must be asked: always (`action: "require_approval"`), or when `rule` holds. */
export interface AskingRule {
  readonly pointer: string;
  /** `undefined` asks always. */
  readonly rule: ApproveRule | undefined;
  readonly reason: string | undefined;
  readonly timeoutMs: number;
  readonly holdMs: number;
  readonly approvers: Approvers;
  /** SHA-256 of where it stands, what it says and who must agree: another digest is another question. */
  readonly digest: string;
}

/** Everything that applies to one tool name, merged once from all entries that name it, in the order of report. */
export interface ToolPlan {
  /** Pointer of what hides the tool. */
  readonly hiddenBy: string | undefined;
  /** Whether an entry of `tools` names it. */
  readonly named: boolean;
  readonly denied: { readonly pointer: string; readonly reason: string | undefined } | undefined;
  readonly require: readonly ConditionRule[];
  readonly arguments: readonly ArgumentsRule[];
  readonly denyIf: readonly ConditionRule[];
  readonly asks: readonly AskingRule[];
  readonly budgets: readonly BudgetPlan[];
  readonly slots: readonly SlotPlan[];
  /** Pointers of the entries, for the trace. */
  readonly entries: readonly string[];
}

export interface SlotPlan {
  /** The entry: its pattern, or nothing for `all_tools`. */
  readonly entry: string;
  readonly concurrency: Concurrency;
}

/** After how long nobody's answer is a no, and how long the call itself waits, where the policy says nothing. */
const defaultTimeoutMs = 15 * 60_000;
const defaultHoldMs = 45_000;

/** One entry of `tools`, or `all_tools` (whose `rules` have no action). */
export interface ToolEntry {
  /** The pattern; empty for `all_tools`. */
  readonly pattern: string;
  readonly rules: SharedRules & Partial<ToolRules>;
}

/**
 * @param entries those of `tools` that name the tool, in the order of report
 * @param general `all_tools`
 */
export function toolPlan(
  hiddenBy: string | undefined,
  entries: readonly ToolEntry[],
  general: SharedRules | undefined,
  fallback: ApprovalRule | undefined,
  budgetPlan: (limit: Limit) => BudgetPlan,
): ToolPlan {
  const all: readonly ToolEntry[] = general === undefined ? entries : [...entries, { pattern: '', rules: general }];
  const hiding = entries.find(({ rules }) => rules.action === 'hide');
  const denying = entries.find(({ rules }) => rules.action === 'deny');
  // Where the asking entry says nothing, the others that name the tool do: equals, of which the strictest counts.
  const others = entries.flatMap(({ rules }) => rules.approval ?? []).reduce(stricterRule, {});
  return Object.freeze({
    hiddenBy: hiddenBy ?? (hiding && under(hiding.rules.place.pointer, 'action')),
    named: entries.length > 0,
    denied: denying && { pointer: under(denying.rules.place.pointer, 'action'), reason: denying.rules.reason },
    require: all.flatMap(({ rules }) => rules.require),
    arguments: entries.flatMap(({ rules }) => rules.arguments ?? []),
    denyIf: all.flatMap(({ rules }) => rules.denyIf),
    asks: all.flatMap((entry) => asksOf(entry, others, fallback)),
    budgets: all.flatMap(({ rules }) => rules.limits.map(budgetPlan)),
    slots: all.flatMap(({ pattern, rules }) =>
      rules.concurrency === undefined ? [] : [{ entry: pattern, concurrency: rules.concurrency }],
    ),
    entries: all.map(({ rules }) => rules.place.pointer),
  });
}

function asksOf({ rules }: ToolEntry, others: Partial<ApprovalRule>, fallback: ApprovalRule | undefined): AskingRule[] {
  const own = rules.approval;
  const make = (pointer: string, rule: ApproveRule | undefined, reason: string | undefined): AskingRule => {
    const approvers = approversOf(rule?.approvers, own?.approvers, others.approvers, fallback?.approvers);
    const { groups, count } = approvers;
    return {
      pointer,
      rule,
      reason,
      timeoutMs: rule?.timeoutMs ?? own?.timeoutMs ?? others.timeoutMs ?? fallback?.timeoutMs ?? defaultTimeoutMs,
      holdMs: own?.holdMs ?? others.holdMs ?? fallback?.holdMs ?? defaultHoldMs,
      approvers,
      // By the entry and what stands in it, not by its place in a list: the order of entries changes nothing.
      digest: sha256Jcs([rules.place.pointer, rule?.digest ?? null, reason ?? null, [...groups].sort(), count]),
    };
  };
  const conditional = rules.approveIf.map((rule) => make(rule.place.pointer, rule, rule.reason));
  if (rules.action !== 'require_approval') return conditional;
  return [make(under(rules.place.pointer, 'action'), undefined, rules.reason), ...conditional];
}

/** The nearest that says something; for groups and count apart. */
function approversOf(...rules: readonly (ApproversRule | undefined)[]): Approvers {
  const groups = rules.find((rule) => rule?.groups !== undefined)?.groups ?? [];
  const count = rules.find((rule) => rule?.count !== undefined)?.count ?? 1;
  return { groups, count };
}

function stricterRule(a: Partial<ApprovalRule>, b: ApprovalRule): Partial<ApprovalRule> {
  return {
    timeoutMs: either(a.timeoutMs, b.timeoutMs, Math.min),
    holdMs: either(a.holdMs, b.holdMs, Math.min),
    approvers: {
      groups: either(a.approvers?.groups, b.approvers?.groups, sharedGroups),
      count: either(a.approvers?.count, b.approvers?.count, Math.max),
    },
  };
}

/** What one of two says, or what both come to. */
function either<T>(a: T | undefined, b: T | undefined, both: (a: T, b: T) => T): T | undefined {
  return a === undefined || b === undefined ? (a ?? b) : both(a, b);
}

import { windowSeconds } from './budget.ts';
import type { Approvers, Condition, Approval as Defaults, ToolRules } from './document.ts';
import type { Entry } from './entries.ts';

/** What a human is asked. `timeoutMs` is undefined where no one who asks says for how long. */
export interface Approval {
  readonly rule: string;
  readonly rules: readonly string[];
  readonly reasons: readonly string[];
  readonly timeoutMs: number | undefined;
  readonly count: number;
}

interface Asking {
  readonly rule: string;
  readonly reason: string | undefined;
  readonly timeout: string | number | undefined;
  readonly approvers: Approvers | undefined;
}

/**
 * Step 7, and section 7: "Approvals asked by several entries. All reasons, the strictest approvers and the shortest
 * timeout"; "the nearer one overrides, the strictest among equals".
 */
export function approvalOf(
  entries: readonly Entry<ToolRules>[],
  top: Defaults | undefined,
  holds: (condition: Condition) => boolean,
): Approval | undefined {
  const asking = entries.flatMap((entry) => askingOf(entry, holds));
  const [first] = asking;
  if (first === undefined) return undefined;
  const defaults = entries.map(({ rules }) => rules.approval ?? {});
  const tool = least(defaults.map(({ timeout }) => timeout));
  const timeouts = asking.map(({ timeout }) => (timeout === undefined ? undefined : windowSeconds(timeout)));
  const timeout = timeouts.map((own) => own ?? tool ?? least([top?.timeout]));
  const toolCount = most(defaults.map(({ approvers }) => approvers?.count));
  const counts = asking.map(({ approvers }) => approvers?.count ?? toolCount ?? top?.approvers?.count ?? 1);
  return {
    rule: first.rule,
    rules: asking.map(({ rule }) => rule),
    reasons: asking.flatMap(({ reason }) => reason ?? []),
    timeoutMs: timeout.includes(undefined) ? undefined : Math.min(...timeout.map((one) => one ?? 0)) * 1000,
    count: Math.max(...counts),
  };
}

function askingOf({ pointer, rules }: Entry<ToolRules>, holds: (condition: Condition) => boolean): readonly Asking[] {
  const conditional = (rules.approve_if ?? []).flatMap(({ conditions, reason, timeout, approvers }, i) =>
    conditions.every(holds) ? [{ rule: `${pointer}/approve_if/${i}`, reason, timeout, approvers }] : [],
  );
  if (rules.action !== 'require_approval') return conditional;
  const { reason } = rules;
  return [{ rule: `${pointer}/action`, reason, timeout: undefined, approvers: undefined }, ...conditional];
}

function least(windows: readonly (string | number | undefined)[]): number | undefined {
  const seconds = windows.flatMap((window) => (window === undefined ? [] : windowSeconds(window)));
  return seconds.length === 0 ? undefined : Math.min(...seconds);
}

function most(counts: readonly (number | undefined)[]): number | undefined {
  const given = counts.flatMap((count) => count ?? []);
  return given.length === 0 ? undefined : Math.max(...given);
}

import { windowSeconds } from './budget.ts';
import type { Condition, Approval as Defaults, ToolRules } from './document.ts';
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
  readonly timeout: readonly (string | number | undefined)[];
  readonly count: readonly (number | undefined)[];
}

/**
 * Step 7, and section 7: "Approvals asked by several entries. All reasons, the strictest approvers and the shortest
 * timeout"; "the nearer one overrides, the strictest among equals": what an `approve_if` says itself, else its entry's
 * `approval`, else the strictest `approval` of the entries that match the tool, else the policy's.
 */
export function approvalOf(
  entries: readonly Entry<ToolRules>[],
  top: Defaults | undefined,
  holds: (condition: Condition) => boolean,
): Approval | undefined {
  const asking = entries.flatMap((entry) => askingOf(entry, holds));
  const [first] = asking;
  if (first === undefined) return undefined;
  const tool = entries.map(({ rules }) => rules.approval ?? {});
  const toolTimeout = least(tool.map(({ timeout }) => timeout));
  const toolCount = most(tool.map(({ approvers }) => approvers?.count));
  const timeouts = asking.map(({ timeout }) => firstSaid([...timeout, toolTimeout, top?.timeout]));
  const counts = asking.map(({ count }) => firstSaid([...count, toolCount, top?.approvers?.count]));
  const timeout = timeouts.includes(undefined) ? undefined : least(timeouts);
  return {
    rule: first.rule,
    rules: asking.map(({ rule }) => rule),
    reasons: [...new Set(asking.flatMap(({ reason }) => reason ?? []))],
    timeoutMs: timeout === undefined ? undefined : timeout * 1000,
    count: most(counts) ?? 1,
  };
}

function askingOf({ pointer, rules }: Entry<ToolRules>, holds: (condition: Condition) => boolean): readonly Asking[] {
  const { action, reason, approval } = rules;
  const count = approval?.approvers?.count;
  const conditional = (rules.approve_if ?? []).flatMap((entry, i) => {
    if (!entry.conditions.every(holds)) return [];
    const timeout = [entry.timeout, approval?.timeout];
    return [
      { rule: `${pointer}/approve_if/${i}`, reason: entry.reason, timeout, count: [entry.approvers?.count, count] },
    ];
  });
  if (action !== 'require_approval') return conditional;
  return [{ rule: `${pointer}/action`, reason, timeout: [approval?.timeout], count: [count] }, ...conditional];
}

/** From the nearest to the farthest. */
function firstSaid<T>(said: readonly (T | undefined)[]): T | undefined {
  return said.find((one) => one !== undefined);
}

function least(windows: readonly (string | number | undefined)[]): number | undefined {
  const seconds = windows.flatMap((window) => (window === undefined ? [] : windowSeconds(window)));
  return seconds.length === 0 ? undefined : Math.min(...seconds);
}

function most(counts: readonly (number | undefined)[]): number | undefined {
  const given = counts.flatMap((count) => count ?? []);
  return given.length === 0 ? undefined : Math.max(...given);
}

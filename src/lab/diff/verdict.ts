import { judge, type Policy } from '../../policy/index.ts';
import { type ComparedSubject, callOf, type Setting } from './setting.ts';

/** What one policy says of a call, before anything is counted. */
export interface PolicyVerdict {
  readonly outcome: 'allow' | 'hold' | 'deny' | 'hidden';
  readonly code: string | null;
  /** JSON pointer of what decided. */
  readonly rule: string | null;
  /** Who must be asked and how long they may take, where the call is held. */
  readonly terms: Terms | null;
}

export interface Terms {
  readonly timeoutMs: number;
  readonly count: number;
  readonly groups: readonly string[];
}

/** Asks the one judge there is. `mode: "observe"` is compared apart: what is judged does not depend on it. */
export function verdictOf(policy: Policy, subject: ComparedSubject, setting: Setting): PolicyVerdict {
  const { call, context } = callOf(subject, setting);
  const judgement = judge(policy, call, context);
  if (judgement.verdict === 'refuse') {
    const { code, rule } = judgement;
    return {
      outcome: code === 'hidden' || code === 'unknown_tool' ? 'hidden' : 'deny',
      code,
      rule: rule || null,
      terms: null,
    };
  }
  const { approval } = judgement;
  if (approval === undefined) return { outcome: 'allow', code: null, rule: null, terms: null };
  const { timeoutMs, approvers, rule } = approval;
  const terms = { timeoutMs, count: approvers.count, groups: approvers.groups.toSorted() };
  return { outcome: 'hold', code: 'approval_required', rule, terms };
}

/** How far a call gets: refused, held, allowed. */
export function reachOf({ outcome }: PolicyVerdict): 'refuse' | 'hold' | 'allow' {
  return outcome === 'allow' || outcome === 'hold' ? outcome : 'refuse';
}

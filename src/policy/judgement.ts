import type { DenyCode, HiddenCode } from '../kernel/index.ts';
import type { Demand } from '../limits/index.ts';

export interface Approvers {
  readonly groups: readonly string[];
  readonly count: number;
}

/** What a human is asked, merged from every entry that asks: all reasons, strictest approvers, shortest timeout. */
export interface ApprovalDemand {
  readonly rule: string;
  readonly rules: readonly string[];
  readonly reasons: readonly string[];
  readonly timeoutMs: number;
  readonly holdMs: number;
  readonly approvers: Approvers;
  /** Digests of the entries that ask, each with who must agree: an approval is of use for the same entries only. */
  readonly entries: readonly string[];
}

/** Steps 2 to 5 said no. */
export interface Refusal {
  readonly verdict: 'refuse';
  /**
   * `hidden` and `unknown_tool` (a name outside the grammar) are answered as if the tool or prompt did not exist;
   * `bad_request` is a resource URI that two readers could read differently, refused before matching.
   */
  readonly code:
    | Extract<DenyCode, 'default_deny' | 'denied' | 'condition' | 'arguments' | 'policy_error'>
    | HiddenCode
    | 'bad_request';
  /** JSON pointer of what decided; empty for `unknown_tool` and `bad_request`, which no rule decided. */
  readonly rule: string;
  /** The policy author's sentence (`reason`, `on_deny`), if there is one. */
  readonly reason: string | undefined;
}

/** Steps 2 to 5 passed. What remains needs the world: limits (6, 8) and a human (7). */
export interface Passage {
  readonly verdict: 'pass';
  readonly demand: Demand;
  readonly approval: ApprovalDemand | undefined;
}

/**
 * The outcome of the pure part of judgement. `mode: observe` is not in it: the same judgement is made, and the
 * pipeline turns refusals into `would_*` (policy language, section 3).
 */
export type Judgement = Refusal | Passage;

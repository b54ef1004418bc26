import type { Code, Outcome } from '../kernel/index.ts';
import type { BudgetTake } from '../limits/index.ts';

/** What a limit has to say about its refusal; amounts in the policy's own unit, not in millionths. */
export interface LimitState {
  readonly limit: number;
  /** The budget that refused; absent for slots. */
  readonly budget: BudgetTake | undefined;
  readonly remaining: number | undefined;
  readonly retryAfterMs: number | undefined;
}

/** A call that goes no further: what is recorded, and what the agent is told. */
export interface Ended {
  readonly ended: true;
  readonly outcome: Exclude<Outcome, 'allow' | 'would_deny' | 'would_hold'>;
  readonly code: Code;
  /** JSON pointer into the policy, where a rule decided. */
  readonly rule?: string;
  /** The policy author's own sentence. */
  readonly reason?: string;
  readonly limit?: LimitState;
  /** For errors and refusals: a sentence that may be shown. */
  readonly message?: string;
  /** The intent may stand in the journal, but not one byte went out: what it took counts no more. */
  readonly givenBack?: true;
  /** JSON-RPC code where the protocol wants another than the code's own, and more for the error's `data`. */
  readonly rpc?: number;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** @returns an {@link Ended}; every early return of the pipeline is made here and ends on the record */
export function ended(
  outcome: Ended['outcome'],
  code: Code,
  more: Omit<Ended, 'ended' | 'outcome' | 'code'> = {},
): Ended {
  return { ended: true, outcome, code, ...more };
}

export function isEnded<T extends object | undefined>(value: T | Ended): value is Ended {
  return value !== undefined && 'ended' in value;
}

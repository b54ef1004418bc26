import type { Code, Outcome } from '../../kernel/index.ts';
import type { BudgetTake } from '../../limits/index.ts';

/** What a limit has to say about its refusal; amounts in the policy's own unit, not in millionths. */
export interface LimitState {
  readonly limit: number;
  /** The budget that refused; absent for slots. */
  readonly budget: BudgetTake | undefined;
  readonly remaining: number | undefined;
  readonly retryAfterMs: number | undefined;
}

export interface ToldApproval {
  readonly id: string;
  /** Who decided. For the record. */
  readonly by?: readonly string[];
  /** Until when somebody may decide, ms since the epoch. */
  readonly expiresAt?: number;
  /** What an approver would agree to, and has agreed to in advance: arguments as JSON text. */
  readonly proposal?: { readonly id: string; readonly arguments: string };
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
  /** The request that a person decides or has decided, and what is told of it. */
  readonly approval?: ToldApproval;
  /** The client is to come back by itself with this state, and may be asked something in the meantime (JSON text). */
  readonly asks?: { readonly state: string; readonly questions?: string };
  /** Nobody is there to be told, or it was cancelled and is owed no answer. */
  readonly unanswered?: true;
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
  return Object.assign(new End(), { ended: true as const, outcome, code, ...more });
}

/**
 * What every {@link Ended} is made of. Each station asks whether its call goes on, of values of many forms: what class they
 * are of is known in a tenth of the time that it takes to look for a member.
 */
class End {}

export function isEnded<T extends object | undefined>(value: T | Ended): value is Ended {
  return value instanceof End;
}

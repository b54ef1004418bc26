import type { BoundCall } from './bound-call.ts';
import type { Lasting } from './exception.ts';

/** Somebody agreed. */
export interface Vote {
  readonly kind: 'user' | 'api_key' | 'operator';
  readonly id: string;
  readonly name: string;
  /** The user behind it, where there is one. */
  readonly user?: string | undefined;
  readonly at: number;
  /** Agreed to more than this one call. */
  readonly lasting?: Lasting | undefined;
}

/** What is asked, and never changes: times in ms since the epoch. */
export interface ApprovalRequest {
  readonly call: BoundCall;
  readonly grantLabel: string;
  /** As the client says of itself; proves nothing. */
  readonly client?: { readonly name: string; readonly version: string } | undefined;
  /** The call that asked first. */
  readonly requestId: string;
  readonly policy: string;
  readonly policyVersion: number;
  /** JSON pointers of the entries that ask, the first of them first. */
  readonly rules: readonly string[];
  /** Digests of those entries, with who must agree: what an approval is valid under. */
  readonly entries: readonly string[];
  readonly reasons: readonly string[];
  readonly approvers: { readonly groups: readonly string[]; readonly count: number };
  readonly timeoutMs: number;
  /** Of the arguments in canonical form, in UTF-8. */
  readonly argumentsBytes: number;
  readonly risk: { readonly category: string; readonly severity: string };
  /** The tool's definition as its server gave it, as JSON text. */
  readonly definition?: string | undefined;
  /** Set on a counter-proposal: the request that it answers. */
  readonly answers?: string | undefined;
}

/** Where a request stands. Nothing leads back but `consumed` → `approved`, when not one byte of the call was sent. */
export type ApprovalState =
  | { readonly kind: 'pending'; readonly votes: readonly Vote[] }
  | { readonly kind: 'approved'; readonly votes: readonly Vote[]; readonly at: number }
  | {
      readonly kind: 'denied';
      readonly votes: readonly Vote[];
      readonly by: Vote;
      readonly at: number;
      readonly reason?: string | undefined;
      /** The approval of the arguments that were proposed instead. */
      readonly proposal?: string | undefined;
    }
  | {
      readonly kind: 'expired';
      readonly votes: readonly Vote[];
      readonly at: number;
      /** Whether the agent has heard of it. */
      readonly told: boolean;
    }
  | {
      readonly kind: 'consumed';
      readonly votes: readonly Vote[];
      readonly at: number;
      /** The call that used it. */
      readonly by: string;
    };

/** A request and where it stands. */
export interface Approval {
  /** 128 random bits: says nothing, opens nothing. */
  readonly id: string;
  readonly request: ApprovalRequest;
  readonly askedAt: number;
  /** A pending one is a no from then on, an approved one is of no use. A denial stands until then. */
  readonly expiresAt: number;
  readonly state: ApprovalState;
}

/**
 * An approval as it is at a moment: time alone ends what nobody decided, and what was approved and not used.
 *
 * @param now ms since the epoch
 */
export function aged(approval: Approval, now: number): Approval {
  const { state, expiresAt } = approval;
  if (now < expiresAt || (state.kind !== 'pending' && state.kind !== 'approved')) return approval;
  return { ...approval, state: { kind: 'expired', votes: state.votes, at: expiresAt, told: false } };
}

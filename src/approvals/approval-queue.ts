import type { ApprovalRequest } from './approval.ts';
import type { BoundCall } from './bound-call.ts';

/** A call that needs a human: what would be asked, and the arguments in canonical form, which are kept sealed. */
export interface Asking {
  readonly request: ApprovalRequest;
  readonly arguments: string;
  /** The request that this very call has waited for: how it ended is told, whoever else has heard of it. */
  readonly waitedFor?: string | undefined;
}

/** What lets one call through. It was not used yet: {@link ApprovalQueue.consume} does that, once. */
export interface Clearance {
  /** `continued`: the call goes on with one that was approved when it began; there is nothing left to use up. */
  readonly kind: 'approval' | 'exception' | 'continued';
  /** Id of the approval: of the one that the exception came with, for an exception. */
  readonly approval: string;
  /** Id of the exception. */
  readonly exception?: string | undefined;
  /** For the record: who decided. */
  readonly by: readonly string[];
  /** Digests of the policy entries that it answers. */
  readonly entries: readonly string[];
}

/** How a call that needs a human stands. */
export type ApprovalAnswer =
  | { readonly kind: 'cleared'; readonly clearance: Clearance }
  | {
      readonly kind: 'pending';
      readonly id: string;
      /** Made by this very asking: nobody was told of it before. */
      readonly fresh: boolean;
      readonly expiresAt: number;
      /** How many must still agree. */
      readonly missing: number;
    }
  | {
      readonly kind: 'denied';
      readonly id: string;
      readonly by: string;
      readonly reason?: string | undefined;
      /** What the approver would agree to: an approval of its own, and the arguments as JSON text. */
      readonly proposal?: { readonly id: string; readonly arguments: string } | undefined;
    }
  | { readonly kind: 'expired'; readonly id: string }
  /** Nobody is asked: this was denied too often. */
  | { readonly kind: 'cooling'; readonly denials: number; readonly until: number }
  /** Nobody is asked: too much of this grant waits already. */
  | { readonly kind: 'full'; readonly pending: number }
  /** Nobody is asked, now or later: there is more to read than anybody would before agreeing. */
  | { readonly kind: 'large'; readonly bytes: number; readonly most: number };

/**
 * Port: where calls wait for people. What it says is durable when it says it; a fault (the store is out of reach) is
 * thrown as `approvals_unavailable`, and then the call is refused.
 */
export interface ApprovalQueue {
  /**
   * How a call stands; asks for it if nobody has. Identical calls share one pending request. Consumes nothing.
   *
   * Looked at in this order: an approval, an exception or a denial (the later of them), an expiry that nobody was told of, a pending request,
   * the caps; then it is asked.
   */
  ask(asking: Asking): Promise<ApprovalAnswer>;
  /**
   * Uses a clearance up, in one atomic statement: of all who try with one approval, one succeeds.
   *
   * @param call the call that runs, as it was judged last, and the entries that asked then
   * @returns `false` when it was lost: used, taken back, expired, or not of this call
   */
  consume(clearance: Clearance, call: BoundCall, entries: readonly string[], requestId: string): Promise<boolean>;
  /** Not one byte of the call was sent: what it consumed is as it was. */
  restore(clearance: Clearance, requestId: string): Promise<void>;
  /**
   * Runs `changed` soon (within about 250 ms) after a request is pending no more, whichever process decided; once.
   *
   * @returns what stops the watch
   */
  watch(id: string, changed: () => void): () => void;
  close(): Promise<void>;
}

import type { ApprovalQueue, ApproverDecision, Decider } from '../../../src/approvals/index.ts';

/** An adapter of the port under test, with everything around it: what is kept, who decides, and processes that die. */
export interface Desk {
  /** The queue of the process that lives now. */
  readonly queue: ApprovalQueue;
  /** The queue of another process over what is kept. */
  another(): Promise<ApprovalQueue>;
  /** The process dies and another one begins: what it had in memory is lost. */
  restart(): Promise<void>;
  decide(
    id: string,
    decision: ApproverDecision,
    by: Decider,
  ): Promise<{ readonly ok: boolean; readonly why?: string; readonly proposal?: string; readonly exception?: string }>;
  revoke(exception: string): Promise<void>;
  close(): Promise<void>;
}

/** Makes a desk with nothing on it; its caps are the default ones. */
export type OpenDesk = (clock: { now(): number }) => Promise<Desk>;

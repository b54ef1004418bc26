/**
 * Must a human agree? The life of a request: asked for once however often the same call is made, decided by people, used
 * by one call. It decides whether an approval is of use for a call, never whether a call may run: the pipeline judges
 * again when it is used, and a deny wins.
 *
 * Invariants:
 * - An approval is bound to one call to the byte of its canonical arguments, and to the entries of the policy that asked.
 * - One approval lets one call through, whoever tries and however many try; a crash may lose one that was used, and never
 *   lets one be used twice.
 * - Nothing but a decision of somebody who may decide makes it approved: no time-out, no client, no restart.
 * - Arguments are kept sealed; ids say nothing and open nothing.
 */
export { type Approval, type ApprovalRequest, type ApprovalState, aged, type Vote } from './approval.ts';
export type { ApprovalAnswer, ApprovalQueue, Asking, Clearance } from './approval-queue.ts';
export { type BoundCall, callDigest, entriesDigest, exceptionDigests } from './bound-call.ts';
export { type ApprovalCaps, defaultCaps } from './caps.ts';
export { type Considered, consider, type Known, newApproval } from './consider.ts';
export { type ApproverDecision, type Decided, type Deciding, decide, type Proposed } from './decide.ts';
export type { Decider } from './decider.ts';
export { type Exception, isOpen, type Lasting } from './exception.ts';
export { shownArguments, shownJson, shownText } from './shown-arguments.ts';
export { missingVotes, type WhyRefused } from './transition.ts';

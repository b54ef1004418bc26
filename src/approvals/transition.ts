import { assertNever } from '../kernel/index.ts';
import { type Approval, aged, type Vote } from './approval.ts';
import type { BoundCall } from './bound-call.ts';
import { callDigest, entriesDigest } from './bound-call.ts';
import { type Decider, personOf } from './decider.ts';
import type { Lasting } from './exception.ts';

/** What can happen to a request. */
export type ApprovalEvent =
  | { readonly kind: 'approve'; readonly by: Decider; readonly lasting?: Lasting | undefined }
  | {
      readonly kind: 'deny';
      readonly by: Decider;
      readonly reason?: string | undefined;
      /** Id of the approval of other arguments that the approver proposes. */
      readonly proposal?: string | undefined;
    }
  /** The call runs now. */
  | {
      readonly kind: 'consume';
      readonly call: BoundCall;
      /** Digests of the policy entries that ask now. */
      readonly entries: readonly string[];
      readonly requestId: string;
    }
  /** Not one byte of the call that consumed it was sent. */
  | { readonly kind: 'restore'; readonly requestId: string };

/** Why something could not happen. */
export type WhyRefused =
  /** It has been decided, used, or has expired. */
  | 'settled'
  /** The requester's own user. */
  | 'own_request'
  /** In none of the groups that may decide. */
  | 'not_in_group'
  /** The same person has agreed already. */
  | 'voted'
  /** Another call, or asked by other entries of the policy. */
  | 'another_call'
  | 'not_consumed';

export type Transition =
  | { readonly ok: true; readonly approval: Approval }
  | { readonly ok: false; readonly why: WhyRefused };

/**
 * The life of a request:
 *
 *     pending → approved | denied | expired      approved → consumed | expired      consumed → approved (nothing was sent)
 *
 * Pure, and the only place where a state follows another. Time is looked at first: what has expired is decided by nobody.
 *
 * @param now ms since the epoch
 */
export function transition(approval: Approval, event: ApprovalEvent, now: number): Transition {
  const current = aged(approval, now);
  switch (event.kind) {
    case 'approve':
      return approve(current, event.by, event.lasting, now);
    case 'deny':
      return deny(current, event, now);
    case 'consume':
      return consume(current, event, now);
    case 'restore':
      return restore(approval, event.requestId);
    /* istanbul ignore next -- @preserve: there is no other kind, or this would not compile */
    default:
      return assertNever(event);
  }
}

/** Who may not decide this request, and why; `undefined` where they may. */
function barred({ request }: Approval, by: Decider): Extract<WhyRefused, 'own_request' | 'not_in_group'> | undefined {
  const { user } = request.call;
  if (user !== undefined && (by.user === user || by.aliases?.includes(user) === true)) return 'own_request';
  const { groups } = request.approvers;
  return groups.length === 0 || groups.some((group) => by.groups.includes(group)) ? undefined : 'not_in_group';
}

/** How many must still agree. */
export function missingVotes({ request, state }: Approval): number {
  return Math.max(0, request.approvers.count - state.votes.length);
}

function approve(approval: Approval, by: Decider, lasting: Lasting | undefined, now: number): Transition {
  const { state, request } = approval;
  if (state.kind !== 'pending') return { ok: false, why: 'settled' };
  const why = barred(approval, by);
  if (why !== undefined) return { ok: false, why };
  if (state.votes.some((vote) => personOf(vote) === personOf(by))) return { ok: false, why: 'voted' };
  const votes = [...state.votes, { ...voteOf(by, now), ...(lasting === undefined ? {} : { lasting }) }];
  if (votes.length < request.approvers.count)
    return { ok: true, approval: { ...approval, state: { kind: 'pending', votes } } };
  // Whoever is away when it is approved has as long to come back as there was to decide.
  const expiresAt = now + request.timeoutMs;
  return { ok: true, approval: { ...approval, expiresAt, state: { kind: 'approved', votes, at: now } } };
}

/** One no is enough, however many must agree; it also takes back an approval that was not used yet. */
function deny(
  approval: Approval,
  { by, reason, proposal }: Extract<ApprovalEvent, { kind: 'deny' }>,
  now: number,
): Transition {
  const { state } = approval;
  if (state.kind !== 'pending' && state.kind !== 'approved') return { ok: false, why: 'settled' };
  const why = barred(approval, by);
  if (why !== undefined) return { ok: false, why };
  const { votes } = state;
  return {
    ok: true,
    approval: { ...approval, state: { kind: 'denied', votes, by: voteOf(by, now), at: now, reason, proposal } },
  };
}

function consume(
  approval: Approval,
  { call, entries, requestId }: Extract<ApprovalEvent, { kind: 'consume' }>,
  now: number,
): Transition {
  const { state } = approval;
  if (state.kind !== 'approved') return { ok: false, why: 'settled' };
  if (!answers(approval, call, entries)) return { ok: false, why: 'another_call' };
  return {
    ok: true,
    approval: { ...approval, state: { kind: 'consumed', votes: state.votes, at: now, by: requestId } },
  };
}

/** Whether its time is over by now is asked by whoever looks at it next, as of every other. */
function restore(approval: Approval, requestId: string): Transition {
  const { state } = approval;
  if (state.kind !== 'consumed' || state.by !== requestId) return { ok: false, why: 'not_consumed' };
  return { ok: true, approval: { ...approval, state: { kind: 'approved', votes: state.votes, at: state.at } } };
}

/** Whether an approval is one of this very call, and of every entry of the policy that asks for it. */
export function answers({ request }: Approval, call: BoundCall, entries: readonly string[]): boolean {
  if (callDigest(request.call) !== callDigest(call)) return false;
  return entriesDigest(request.entries) === entriesDigest(entries) || coversProposed(request, entries);
}

/** What was approved for arguments that were never called may be asked for by fewer entries than those that asked. */
function coversProposed(request: Approval['request'], entries: readonly string[]): boolean {
  return request.answers !== undefined && entries.every((entry) => request.entries.includes(entry));
}

export function voteOf({ kind, id, name, user }: Decider, at: number): Vote {
  return { kind, id, name, ...(user === undefined ? {} : { user }), at };
}

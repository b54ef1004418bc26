import type { JsonObject } from '../protocol/index.ts';
import { sha256Jcs } from '../protocol/index.ts';
import type { Approval } from './approval.ts';
import { exceptionDigests } from './bound-call.ts';
import type { Decider } from './decider.ts';
import { type Exception, type Lasting, longestExceptionMs, together } from './exception.ts';
import { transition, voteOf, type WhyRefused } from './transition.ts';

/** What an approver says to a request. */
export type ApproverDecision =
  | { readonly verdict: 'approve'; readonly lasting?: Lasting | undefined }
  | {
      readonly verdict: 'deny';
      readonly reason?: string | undefined;
      /** Arguments that the approver would agree to: they are told to the agent and approved in advance. */
      readonly proposal?: Proposed | undefined;
    };

/** Arguments that an approver wrote. */
export interface Proposed {
  readonly arguments: JsonObject;
  /** Their canonical form. */
  readonly text: string;
}

/** What a decision changes: all of it is written in one transaction, or none. */
export interface Decided {
  readonly approval: Approval;
  readonly exception?: Exception | undefined;
  /** The approval of what was proposed, and its arguments in canonical form. */
  readonly proposal?: { readonly approval: Approval; readonly arguments: string } | undefined;
}

export type Deciding =
  | { readonly ok: true; readonly decided: Decided }
  | { readonly ok: false; readonly why: WhyRefused };

/**
 * Applies a decision. Pure.
 *
 * @param newId names what the decision makes: an exception or the approval of a proposal
 * @param now ms since the epoch
 */
export function decide(
  approval: Approval,
  decision: ApproverDecision,
  by: Decider,
  newId: () => string,
  now: number,
): Deciding {
  if (decision.verdict === 'approve') {
    const next = transition(approval, { kind: 'approve', by, lasting: decision.lasting }, now);
    if (!next.ok) return next;
    const exception = exceptionOf(next.approval, newId, now);
    return { ok: true, decided: { approval: next.approval, ...(exception === undefined ? {} : { exception }) } };
  }
  const { reason, proposal } = decision;
  const proposed =
    proposal === undefined
      ? {}
      : { proposal: { approval: proposedBy(approval, proposal, by, newId(), now), arguments: proposal.text } };
  const next = transition(approval, { kind: 'deny', by, reason, proposal: proposed.proposal?.approval.id }, now);
  if (!next.ok) return next;
  return { ok: true, decided: { approval: next.approval, ...proposed } };
}

/** The same call with other arguments, to which the approver has agreed; where two must agree, a second one still must. */
function proposedBy(approval: Approval, proposal: Proposed, by: Decider, id: string, now: number): Approval {
  const { request } = approval;
  const call = { ...request.call, argumentsDigest: sha256Jcs(proposal.arguments) };
  const votes = [voteOf(by, now)];
  const agreed = votes.length >= request.approvers.count;
  return {
    id,
    request: { ...request, call, answers: approval.id, argumentsBytes: Buffer.byteLength(proposal.text) },
    askedAt: now,
    expiresAt: now + request.timeoutMs,
    state: agreed ? { kind: 'approved', votes, at: now } : { kind: 'pending', votes },
  };
}

/** What an approval lets pass beyond the one call, once all who must agree have agreed to more. */
function exceptionOf({ id, request, state }: Approval, newId: () => string, now: number): Exception | undefined {
  if (state.kind !== 'approved') return undefined;
  const lasting = together(state.votes);
  if (lasting === undefined) return undefined;
  // The call that was asked for goes by the approval itself, and is one of the uses.
  const uses = lasting.uses === undefined ? undefined : lasting.uses - 1;
  if (uses !== undefined && uses < 1) return undefined;
  const { call, grantLabel, policy, rules, entries } = request;
  const lastsMs = Math.min((lasting.minutes ?? Number.POSITIVE_INFINITY) * 60_000, longestExceptionMs);
  return {
    id: newId(),
    approval: id,
    match: exceptionDigests(call)[lasting.arguments],
    arguments: lasting.arguments,
    scope: call.scope,
    organization: call.organization,
    grant: call.grant,
    grantLabel,
    server: call.server,
    subject: call.subject.name,
    policy,
    rules,
    entries,
    by: state.votes.map(({ name }) => name),
    createdAt: now,
    expiresAt: now + lastsMs,
    uses,
    used: 0,
    revokedAt: undefined,
  };
}

import type { Insertable, Selectable } from 'kysely';
import {
  type Approval,
  type ApprovalRequest,
  type ApprovalState,
  type BoundCall,
  callDigest,
  entriesDigest,
  type Vote,
} from '../../approvals/index.ts';
import type { ApprovalTable } from '../sql/tables/approvals.ts';
import { type ArgumentSeal, sealContext } from './kept-arguments.ts';

/** What people said, as it is kept. */
interface Decision {
  readonly votes: readonly Vote[];
  readonly by?: Vote;
  readonly reason?: string | undefined;
  readonly proposal?: string | undefined;
}

/** Everything but the arguments. */
export type ApprovalRow = Omit<Selectable<ApprovalTable>, 'arguments'>;

/** The columns of {@link ApprovalRow}. */
export const approvalColumns = [
  'id',
  'state',
  'call_digest',
  'entries_digest',
  'organization',
  'grant_id',
  'grant_label',
  'server',
  'subject',
  'answers',
  'asked_at',
  'expires_at',
  'settled_at',
  'consumed_by',
  'told',
  'request',
  'decision',
] as const;

/** A request as it is kept: without the digest of its arguments, which stands nowhere unkeyed. */
type KeptRequest = Omit<ApprovalRequest, 'call'> & { readonly call: Omit<BoundCall, 'argumentsDigest'> };

/**
 * @param argumentsDigest where it is known: a request that is only shown needs none
 * @throws Error when the row is none of ours: it was written by another version, or by somebody else
 */
export function approvalOf(row: ApprovalRow, argumentsDigest = ''): Approval {
  const { call, ...request } = JSON.parse(row.request) as KeptRequest;
  return {
    id: row.id,
    request: { ...request, call: { ...call, argumentsDigest } },
    askedAt: row.asked_at,
    expiresAt: row.expires_at,
    state: stateOf(row),
  };
}

function stateOf({ id, state, decision, settled_at, consumed_by, told }: ApprovalRow): ApprovalState {
  const { votes, by, reason, proposal } = JSON.parse(decision) as Decision;
  const at = settled_at ?? 0;
  switch (state) {
    case 'pending':
      return { kind: 'pending', votes };
    case 'approved':
      return { kind: 'approved', votes, at };
    case 'denied':
      if (by !== undefined) return { kind: 'denied', votes, by, at, reason, proposal };
      break;
    case 'expired':
      return { kind: 'expired', votes, at, told: told === 1 };
    case 'consumed':
      if (consumed_by !== null) return { kind: 'consumed', votes, at, by: consumed_by };
      break;
    default:
  }
  throw new Error(`the approval ${id} is in a state that is none`);
}

/** What changes of a row when a request changes. */
export function changesOf({ expiresAt, state }: Approval) {
  const denied = state.kind === 'denied' ? { by: state.by, reason: state.reason, proposal: state.proposal } : {};
  const decision: Decision = { votes: state.votes, ...denied };
  return {
    state: state.kind,
    expires_at: expiresAt,
    settled_at: state.kind === 'pending' ? null : state.at,
    consumed_by: state.kind === 'consumed' ? state.by : null,
    told: state.kind === 'expired' && state.told ? 1 : 0,
    decision: JSON.stringify(decision),
  };
}

/** @param args in canonical form */
export function rowOf(approval: Approval, args: string, seal: ArgumentSeal): Insertable<ApprovalTable> {
  const { id, request, askedAt } = approval;
  const { call } = request;
  const { argumentsDigest: _keyed, ...keptCall } = call;
  const kept: KeptRequest = { ...request, call: keptCall };
  return {
    id,
    call_digest: seal.keyed(callDigest(call))[0],
    entries_digest: entriesDigest(request.entries),
    organization: call.organization,
    grant_id: call.grant,
    grant_label: request.grantLabel,
    server: call.server,
    subject: call.subject.name,
    answers: request.answers ?? null,
    asked_at: askedAt,
    request: JSON.stringify(kept),
    arguments: seal.seal(args, sealContext(id)),
    ...changesOf(approval),
  };
}

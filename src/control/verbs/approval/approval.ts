import { z } from 'zod';
import { type Approval, aged, missingVotes } from '../../../approvals/index.ts';
import { idField, timeField } from '../../fields.ts';

export const stateField = z.enum(['pending', 'approved', 'denied', 'expired', 'consumed']);

/** Who decided or agreed. */
const deciderShape = z.strictObject({
  kind: z.enum(['user', 'api_key', 'operator']),
  id: z.string(),
  name: z.string(),
  at: timeField,
});

/** A request as everybody who may sees it: never the values of its arguments. */
export const approvalShape = z.strictObject({
  id: idField,
  state: stateField,
  grant: z.strictObject({ id: z.string(), label: z.string() }),
  user: z.string().nullable(),
  server: z.string(),
  method: z.string(),
  subject: z.strictObject({ kind: z.enum(['tool', 'resource', 'prompt']), name: z.string() }),
  policy: z.strictObject({ name: z.string(), version: z.number().int() }),
  rules: z.array(z.string()).describe('JSON pointers into the policy: what asks'),
  reasons: z.array(z.string()),
  risk: z.strictObject({ category: z.string(), severity: z.string() }),
  argumentsBytes: z.number().int().describe('of the arguments in canonical form'),
  approvers: z.strictObject({ groups: z.array(z.string()), count: z.number().int() }),
  votes: z.array(deciderShape),
  missing: z.number().int().describe('how many must still agree'),
  askedAt: timeField,
  expiresAt: timeField,
  settledAt: timeField.nullable(),
  deniedBy: deciderShape.nullable(),
  reason: z.string().nullable().describe('what the agent was told when it was denied'),
  proposal: z.string().nullable().describe('the approval of the arguments that were proposed instead'),
  answers: z.string().nullable().describe('on a proposal: the request that it answers'),
  consumedBy: z.string().nullable().describe('the request id of the call that used it'),
});

/** @param now ms since the epoch: time alone ends what nobody decided */
export function approvalItem(kept: Approval, now: number): z.input<typeof approvalShape> {
  const approval = aged(kept, now);
  const { id, request, state, askedAt, expiresAt } = approval;
  const { call } = request;
  const voter = ({ kind, id: by, name, at }: (typeof state.votes)[number]) => ({ kind, id: by, name, at });
  return {
    id,
    state: state.kind,
    grant: { id: call.grant, label: request.grantLabel },
    user: call.user ?? null,
    server: call.server,
    method: call.method,
    subject: call.subject,
    policy: { name: request.policy, version: request.policyVersion },
    rules: [...request.rules],
    reasons: [...request.reasons],
    risk: request.risk,
    argumentsBytes: request.argumentsBytes,
    approvers: { groups: [...request.approvers.groups], count: request.approvers.count },
    votes: state.votes.map(voter),
    missing: state.kind === 'pending' ? missingVotes(approval) : 0,
    askedAt,
    expiresAt,
    settledAt: state.kind === 'pending' ? null : state.at,
    deniedBy: state.kind === 'denied' ? voter(state.by) : null,
    reason: state.kind === 'denied' ? (state.reason ?? null) : null,
    proposal: state.kind === 'denied' ? (state.proposal ?? null) : null,
    answers: request.answers ?? null,
    consumedBy: state.kind === 'consumed' ? state.by : null,
  };
}

import { codeFacts } from '../../kernel/index.ts';
import { agentRule, sentence } from '../../policy/index.ts';
import { type RpcId, writeError, writeResult } from '../../protocol/index.ts';
import { type GovernedCall, subjectName } from '../governed-call.ts';
import type { Ended, ToldApproval } from './ended.ts';
import { nothingCalled } from './nothing-called.ts';

/**
 * What the agent gets for a call that goes no further (policy language, section 5; docs/codes.md).
 *
 * A policy's refusal of a tool is a successful response whose result failed, so that the model can read it and adapt.
 * What is hidden is, to the byte, what does not exist.
 */
export function answerFor(call: GovernedCall, end: Ended): { readonly bytes: Buffer; readonly status: number } {
  const { id } = call.message;
  const { stateless } = call.session.revision;
  // Towards the legacy era everything judged is HTTP 200: its clients never read the body of another status.
  const status = stateless || end.outcome === 'refused' ? codeFacts(end.code).status : 200;
  if (end.outcome === 'hidden') return { bytes: notFound(call, id), status };
  if (end.outcome === 'error' || end.outcome === 'refused') {
    const { rpc, retryable } = codeFacts(end.code);
    const again = end.outcome === 'error' ? { retryable, ...end.data } : {};
    const data = { code: end.code, ...again, requestId: call.requestId };
    return {
      bytes: writeError(id, {
        code: end.rpc ?? rpc,
        message: end.message ?? 'The call failed.',
        data: JSON.stringify(data),
      }),
      status,
    };
  }
  if (end.asks !== undefined) return { bytes: writeResult(id, inputRequired(call, end, end.asks)), status };
  const text = denialText(call, end);
  const decision = decisionOf(call, end);
  if (call.subject.kind === 'tool') {
    const result = {
      ...(stateless ? { resultType: 'complete' } : {}),
      content: [{ type: 'text', text }],
      isError: true,
      ...(decision === undefined ? {} : { _meta: { 'io.toolgate/decision': decision } }),
    };
    return { bytes: writeResult(id, JSON.stringify(result)), status };
  }
  if (end.code === 'default_deny') return { bytes: notFound(call, id), status };
  const data = decision === undefined ? {} : { data: JSON.stringify(decision) };
  return { bytes: writeError(id, { code: -32602, message: text, ...data }), status };
}

/** Agents are told of the name that they used. */
function shownName({ shownAs, subject }: GovernedCall): string {
  return shownAs ?? subjectName(subject);
}

function notFound(call: GovernedCall, id: RpcId): Buffer {
  return nothingCalled(call.subject.kind, shownName(call), call.session.revision, id);
}

function denialText(call: GovernedCall, end: Ended): string {
  const { code, reason, limit } = end;
  const said = sentence(code, {
    of: call.subject.kind,
    reason,
    budget: limit?.budget,
    retryAfterMs: limit?.retryAfterMs,
  });
  const prefix = end.outcome === 'hold' ? 'APPROVAL PENDING' : 'POLICY DENIED';
  return `[${prefix}] ${shownName(call)}: ${said}`;
}

/** The client comes back by itself, with the same call and this state. Whatever it answers decides nothing. */
function inputRequired(call: GovernedCall, end: Ended, { state, questions }: NonNullable<Ended['asks']>): string {
  const decision = decisionOf(call, end);
  const members = [
    '"resultType":"input_required"',
    `"requestState":${JSON.stringify(state)}`,
    ...(questions === undefined ? [] : [`"inputRequests":${questions}`]),
    ...(decision === undefined ? [] : [`"_meta":${JSON.stringify({ 'io.toolgate/decision': decision })}`]),
  ];
  return `{${members.join(',')}}`;
}

/** As much of the decision as the operator lets agents see. */
function decisionOf(call: GovernedCall, end: Ended): Record<string, unknown> | undefined {
  const { decisionMeta } = call.snapshot;
  if (decisionMeta === 'off') return undefined;
  if (decisionMeta === 'code') return { outcome: end.outcome, code: end.code, requestId: call.requestId };
  const { policy } = call.access;
  const { limit } = end;
  return {
    outcome: end.outcome,
    code: end.code,
    ...(end.rule === undefined ? {} : { rule: agentRule(end.rule) }),
    ...(policy === undefined ? {} : { policy: policy.name, policyVersion: policy.version }),
    requestId: call.requestId,
    ...(limit?.retryAfterMs === undefined ? {} : { retryAfterMs: limit.retryAfterMs }),
    ...(limit === undefined ? {} : { limit: limit.limit }),
    ...(limit?.remaining === undefined ? {} : { remaining: limit.remaining }),
    ...(end.approval === undefined ? {} : { approval: toldApproval(end.approval) }),
  };
}

/** Who decided is the operators' affair. */
function toldApproval({ id, expiresAt, proposal }: ToldApproval): Record<string, unknown> {
  return {
    id,
    ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
    ...(proposal === undefined
      ? {}
      : { proposal: { approval: proposal.id, arguments: JSON.parse(proposal.arguments) as unknown } }),
  };
}

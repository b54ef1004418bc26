import type { Asking, BoundCall } from '../../approvals/index.ts';
import type { ApprovalDemand } from '../../policy/index.ts';
import { canonical, sha256Jcs } from '../../protocol/index.ts';
import { argumentsOf } from '../arguments-of.ts';
import type { GovernedCall } from '../governed-call.ts';
import { type Judged, riskOf } from '../stages/judge.ts';

/**
 * The session that an approval of a call is bound to. Over a pipe there are no ids of sessions: whoever starts the command
 * again is the same client.
 */
export function sessionOfApproval({ arrival, session }: GovernedCall): string | undefined {
  return arrival.hasHeaders ? session.digest : undefined;
}

/** What an approval of a call is bound to. */
export function boundCall({ resolved }: Judged, scope: string): BoundCall {
  const { call, tool } = resolved;
  const { organization, grant, user } = call.grant.principal;
  return {
    scope,
    organization,
    grant: grant.id,
    user: user?.id,
    session: sessionOfApproval(call),
    server: call.session.slug,
    method: call.message.method,
    subject: call.subject.kind === 'resource' ? { kind: 'resource', name: call.subject.uri } : call.subject,
    definitionHash: tool?.hash,
    argumentsDigest: sha256Jcs(argumentsOf(call.message) ?? {}),
  };
}

/** The question that a judged call puts to people. */
export function askingOf(judged: Judged, demand: ApprovalDemand, scope: string, waitedFor: string | undefined): Asking {
  const { resolved, policy } = judged;
  const { call, tool } = resolved;
  const text = canonical(argumentsOf(call.message) ?? {});
  const { category, severity } = riskOf(resolved);
  return {
    request: {
      call: boundCall(judged, scope),
      grantLabel: call.grant.principal.grant.label,
      client: call.session.client,
      requestId: call.requestId,
      policy: policy.name,
      policyVersion: policy.version,
      rules: demand.rules,
      entries: demand.entries,
      reasons: demand.reasons,
      approvers: demand.approvers,
      timeoutMs: demand.timeoutMs,
      argumentsBytes: Buffer.byteLength(text),
      risk: { category, severity },
      ...(tool === undefined ? {} : { definition: tool.definition.toString('utf8') }),
    },
    arguments: text,
    ...(waitedFor === undefined ? {} : { waitedFor }),
  };
}

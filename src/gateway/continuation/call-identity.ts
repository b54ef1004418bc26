import { sha256Jcs } from '../../protocol/index.ts';
import { argumentsOf } from '../arguments-of.ts';
import { type GovernedCall, subjectName } from '../governed-call.ts';
import type { CallIdentity } from './request-states.ts';

/** What a call is, for a state that continues it and for nothing else. */
export function callIdentity(call: GovernedCall): CallIdentity {
  const { grant, user } = call.grant.principal;
  return {
    grant: grant.id,
    user: user?.id,
    server: call.session.slug,
    method: call.message.method,
    subject: subjectName(call.subject),
    argumentsDigest: sha256Jcs(argumentsOf(call.message) ?? {}),
  };
}

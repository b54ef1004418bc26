import type { CallRecord } from '../../audit/index.ts';
import { type ErrorMessage, type ResultMessage, relayError, relayResult, stringAt } from '../../protocol/index.ts';
import { allowedDecision, answerFor } from '../denial.ts';
import { ended } from '../ended.ts';
import { inputRequestsAllowed } from '../server-requests.ts';
import type { Permit } from './take.ts';

/** The answer as the client gets it. */
export interface Screened {
  readonly bytes: Buffer;
  readonly status: number;
  /** What the upstream said, in a word, for the record. */
  readonly upstreamStatus: string;
  /** Set when the answer was withheld. */
  readonly refused?: Pick<CallRecord, 'outcome' | 'code'>;
}

/**
 * What comes back is passed on under the client's own id. Of what the server says about the gateway nothing is
 * believed: every `io.toolgate/*` key of its is dropped, and the decision is ours.
 */
export function screen(permit: Permit, message: ResultMessage | ErrorMessage): Screened {
  const { call } = permit.judged.resolved;
  const { id } = call.message;
  if (message.kind === 'error') {
    const status = call.session.revision.errorStatus(message.code);
    return { bytes: relayError(message, id), status, upstreamStatus: 'error' };
  }
  const rules = call.access.policy?.policy.serverRequests;
  if (isInputRequired(message) && !inputRequestsAllowed(message, rules)) {
    // In the stateless revision a server asks by its answer; what it may not ask, it may not ask there either.
    const end = ended('error', 'upstream_invalid', {
      message: 'The server asked the client for what policy denies it.',
    });
    const { bytes, status } = answerFor(call, end);
    return { bytes, status, upstreamStatus: 'input_required', refused: { outcome: 'error', code: end.code } };
  }
  const decision = allowedDecision(permit);
  const bytes = decision === undefined ? relayResult(message, id) : relayResult(message, id, JSON.stringify(decision));
  return { bytes, status: 200, upstreamStatus: 'ok' };
}

function isInputRequired(message: ResultMessage): boolean {
  return stringAt(message.bytes, message.members.get('resultType')) === 'input_required';
}

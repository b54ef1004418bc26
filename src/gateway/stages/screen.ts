import type { CallRecord } from '../../audit/index.ts';
import { type ErrorMessage, type ResultMessage, relayError, relayResult } from '../../protocol/index.ts';
import { askClient, asksClient } from '../continuation/ask-client.ts';
import { allowedDecision, answerFor } from '../denial.ts';
import { isEnded } from '../ended.ts';
import type { Ports } from '../ports.ts';
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
 *
 * @param settled whether the upstream is done with the call
 */
export function screen(
  permit: Permit,
  message: ResultMessage | ErrorMessage,
  settled: () => boolean,
  ports: Ports,
): Screened {
  const { call } = permit.judged.resolved;
  const { id } = call.message;
  if (message.kind === 'error') {
    const status = call.session.revision.errorStatus(message.code);
    return { bytes: relayError(message, id), status, upstreamStatus: 'error' };
  }
  let told = message;
  if (asksClient(call, message)) {
    // In the stateless revision a server asks by its answer; what it may not ask, it may not ask there either.
    const { continuation, tool } = permit.judged.resolved;
    const { clearance } = permit;
    const approved = clearance && {
      id: clearance.approval,
      by: clearance.by,
      entries: clearance.entries,
      definitionHash: tool?.hash,
    };
    const asked = askClient(call, message, continuation, !settled(), ports.stateless.states, approved);
    if (isEnded(asked)) {
      const { bytes, status } = answerFor(call, asked);
      return { bytes, status, upstreamStatus: 'input_required', refused: { outcome: 'error', code: asked.code } };
    }
    told = asked;
  }
  const decision = allowedDecision(permit);
  const bytes = decision === undefined ? relayResult(told, id) : relayResult(told, id, JSON.stringify(decision));
  return { bytes, status: 200, upstreamStatus: told === message ? 'ok' : 'input_required' };
}

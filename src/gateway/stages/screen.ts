import type { CallRecord } from '../../audit/index.ts';
import type { ByteParts } from '../../kernel/index.ts';
import { type ResultMessage, relayError, relayInParts, resultWith } from '../../protocol/index.ts';
import { askClient, asksClient } from '../continuation/ask-client.ts';
import type { GovernedCall } from '../governed-call.ts';
import type { Ports } from '../ports.ts';
import { answerFor } from '../refusals/answer-for.ts';
import { type Ended, isEnded } from '../refusals/ended.ts';
import { relatedForClient } from '../tasks/related-task.ts';
import { beginningOf } from '../tasks/task-for-client.ts';
import { allowedDecision } from './allowed-decision.ts';
import type { UpstreamEnding } from './forward.ts';
import type { Permit } from './take.ts';

type Answered = Extract<UpstreamEnding, { readonly kind: 'answer' }>;

/** The answer as the client gets it. */
export interface Screened {
  readonly bytes: ByteParts;
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
export function screen(permit: Permit, { message, task, settled }: Answered, ports: Ports): Screened {
  const { call } = permit.judged.resolved;
  const { id } = call.message;
  if (message.kind === 'error') {
    const status = call.session.revision.errorStatus(message.code);
    return { bytes: relayError(message, id), status, upstreamStatus: 'error' };
  }
  const ours = allowedDecision(permit);
  if (task !== undefined) {
    if (isEnded(task)) return withheld(call, task, 'task');
    return { bytes: beginningOf(task, call, message, ours), status: 200, upstreamStatus: 'task' };
  }
  let told = typed(call, message);
  const isOwn = told;
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
    if (isEnded(asked)) return withheld(call, asked, 'input_required');
    told = asked;
  }
  const bytes = relayInParts(told, id, ours, relatedForClient(told, call.session.tasks));
  return { bytes, status: 200, upstreamStatus: told === isOwn ? 'ok' : 'input_required' };
}

function withheld(call: GovernedCall, end: Ended, upstreamStatus: string): Screened {
  const { bytes, status } = answerFor(call, end);
  return { bytes, status, upstreamStatus, refused: { outcome: 'error', code: end.code } };
}

/** In the stateless revision every result says what it is; one that does not is what it would be without that rule. */
function typed({ session }: GovernedCall, message: ResultMessage): ResultMessage {
  if (!session.revision.stateless || message.members.has('resultType')) return message;
  return resultWith(message, new Map([['resultType', '"complete"']]));
}

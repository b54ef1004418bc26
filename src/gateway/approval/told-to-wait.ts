import { mayAskBack } from '../../bridge/index.ts';
import type { ApprovalDemand } from '../../policy/index.ts';
import { isJsonObject, metaKeys, valueAt } from '../../protocol/index.ts';
import type { GovernedCall } from '../governed-call.ts';
import type { Ports } from '../ports.ts';
import { type Ended, ended } from '../refusals/ended.ts';
import type { Judged } from '../stages/judge.ts';
import { sessionOfApproval } from './asking-of.ts';
import { underNow } from './under-now.ts';
import { waitQuestion } from './wait-question.ts';

/** So often a client comes back by itself; clients give up by themselves after ten (SDK v2). */
const mostRounds = 8;

/** The key under which a client is asked whether it goes on waiting. */
export const waitingKey = 'io.toolgate/waiting';

/**
 * The client has waited as long as one exchange may last. In the stateless revision it is told to come back, and does so
 * by itself; any other reads that the approval is pending and that the same call, made again, will find it.
 *
 * @param on the request that was waited for
 */
export function toldToWait(
  { resolved }: Judged,
  { rule, reasons }: ApprovalDemand,
  on: { readonly id: string; readonly expiresAt: number | undefined },
  ports: Ports,
): Ended {
  const { call, continuation, waiting } = resolved;
  const now = underNow(call, ports);
  if ('ended' in now) return now;
  const { id, expiresAt } = on;
  const approval = { id, ...(expiresAt === undefined ? {} : { expiresAt }) };
  const round = (waiting?.round ?? 0) + 1;
  const comesBack =
    call.session.revision.stateless &&
    mayAskBack.has(call.message.method) &&
    round <= mostRounds &&
    waiting?.enough !== true;
  // A call that continues another shows that one's state, which is spent: it can only be begun anew.
  if (comesBack && continuation === undefined) {
    const state = ports.approvals.states.seal(call, { approval: id, round });
    const asks = { state, ...(answersForms(call) ? { questions: questions(call, id) } : {}) };
    return ended('hold', 'approval_required', { rule, approval, asks });
  }
  const why = reasons.length === 0 ? '' : `${reasons.join(' ')} `;
  const until = expiresAt === undefined ? '' : ` until ${new Date(expiresAt).toISOString()}`;
  // What an approval is bound to: a client that begins another session asks anew.
  const where = sessionOfApproval(call) === undefined ? '' : ' in this session';
  const reason =
    `${why}Approval ${id} is pending: a person decides${until}. ` +
    `Call again${where} with the same arguments; the call runs once it is approved.`;
  return ended('hold', 'approval_required', { rule, reason, approval });
}

/** Whether the client has somebody to ask. */
function answersForms({ message }: GovernedCall): boolean {
  const span = message.meta.get(metaKeys.clientCapabilities);
  const declared = span === undefined ? undefined : valueAt(message.bytes, span);
  const elicitation = isJsonObject(declared) ? declared.elicitation : undefined;
  // `{}` means forms.
  return isJsonObject(elicitation) && ('form' in elicitation || Object.keys(elicitation).length === 0);
}

function questions(call: GovernedCall, id: string): string {
  const params = { mode: 'form', ...waitQuestion(call, id) };
  return JSON.stringify({ [waitingKey]: { method: 'elicitation/create', params } });
}

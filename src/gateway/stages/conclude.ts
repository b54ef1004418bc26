import type { CallEnding, CallRecord } from '../../audit/index.ts';
import { assertNever, bodyMemory, lengthOf } from '../../kernel/index.ts';
import type { Ports } from '../ports.ts';
import { answerFor } from '../refusals/denial.ts';
import { ended } from '../refusals/ended.ts';
import type { Answer } from './forward.ts';
import type { RecordedPermit } from './record.ts';
import { screen } from './screen.ts';
import { unspend } from './spend.ts';
import type { Permit } from './take.ts';

/**
 * The way up: screen the answer, reply, and close the record. What was taken stays taken unless not one byte went out
 * (policy.md, section 4: attempts count).
 */
export async function conclude({ permit }: RecordedPermit, answer: Answer, ports: Ports): Promise<void> {
  const { judged, receipt, would } = permit;
  const { call } = judged.resolved;
  const begun = outcomeOf(permit);
  switch (answer.kind) {
    case 'cancelled': {
      const unsent = answer.sentAt === undefined && (await unspend(permit, ports));
      if (answer.killed) {
        const told = answerFor(call, ended('deny', 'killed'));
        call.reply.end(told.bytes, told.status);
        return close('cancelled', told.bytes.length, { outcome: 'deny', code: 'killed' }, unsent);
      }
      call.reply.close();
      return close('cancelled', 0, begun, unsent);
    }
    case 'failure': {
      const { failure } = answer;
      const unsent = !failure.sent && (await unspend(permit, ports));
      if (failure.cause !== undefined)
        ports.telemetry.warn(failure.message, { code: failure.code, error: failure.cause });
      const { message, retryAfterMs } = failure;
      const data = retryAfterMs === undefined ? {} : { data: { retryAfterMs } };
      const told = answerFor(call, ended('error', failure.code, { message, ...data }));
      call.reply.end(told.bytes, told.status);
      return close(failure.code, told.bytes.length, { outcome: 'error', code: failure.code }, unsent);
    }
    case 'answer': {
      const screened = screen(permit, answer, ports);
      call.reply.end(screened.bytes, screened.status, () => bodyMemory.letGo(answer.message.bytes));
      return close(screened.upstreamStatus, lengthOf(screened.bytes), screened.refused ?? begun);
    }
    default:
      return assertNever(answer);
  }

  function close(
    upstreamStatus: string,
    out: number,
    outcome: Pick<CallRecord, 'outcome' | 'code'>,
    givenBack = false,
  ): void {
    const now = ports.clock.monotonic();
    const ms = now - call.startedAt;
    ports.telemetry.call(call.session.slug, outcome.outcome, outcome.code, ms);
    const record: CallEnding = {
      kind: 'ending',
      requestId: call.requestId,
      outcome: outcome.outcome,
      code: outcome.code,
      rule: would?.rule ?? (permit.clearance && judged.approval?.rule),
      approval: permit.clearance?.approval,
      decidedBy: permit.clearance?.by,
      givenBack: givenBack && receipt !== undefined ? true : undefined,
      upstream: { status: upstreamStatus, ms: answer.sentAt === undefined ? 0 : now - answer.sentAt },
      ms,
      bytes: { in: call.message.bytes.length, out },
    };
    // The answer is given and waits for nothing more.
    void keep(record, ports);
  }
}

function outcomeOf(permit: Permit): Pick<CallRecord, 'outcome' | 'code'> {
  const { would } = permit;
  return would === undefined ? { outcome: 'allow' } : { outcome: would.outcome, code: would.code };
}

async function keep(record: CallEnding, ports: Ports): Promise<void> {
  try {
    await ports.journal.record(record);
  } catch (error) {
    // The intent is on the record already; how it ended is lost to the record, not to the operator.
    ports.telemetry.warn('the end of a call could not be recorded', { requestId: record.requestId, error });
  }
}

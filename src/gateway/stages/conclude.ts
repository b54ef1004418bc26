import type { CallEnding, CallRecord } from '../../audit/index.ts';
import { assertNever, bodyMemory, lengthOf } from '../../kernel/index.ts';
import type { Ports } from '../ports.ts';
import { answerFor } from '../refusals/answer-for.ts';
import { ended } from '../refusals/ended.ts';
import type { UpstreamEnding } from './forward.ts';
import type { RecordedPermit } from './record.ts';
import { screen } from './screen.ts';
import { unspend } from './spend.ts';
import type { Permit } from './take.ts';

/**
 * The way up: screen the answer, reply, and close the record. What was taken stays taken unless not one byte went out
 * (policy language, section 4: attempts count).
 */
export function conclude({ permit }: RecordedPermit, ending: UpstreamEnding, ports: Ports): void | Promise<void> {
  const { call } = permit.judged.resolved;
  switch (ending.kind) {
    case 'cancelled':
      return cancelled(permit, ending, ports);
    case 'failure':
      return failed(permit, ending, ports);
    case 'answer': {
      const { bytes, status, upstreamStatus, refused } = screen(permit, ending, ports);
      call.reply.end(bytes, status, () => bodyMemory.letGo(ending.message.bytes));
      const outcome = refused ?? outcomeOf(permit);
      return close(permit, ending, { upstreamStatus, out: lengthOf(bytes), outcome }, ports);
    }
    default:
      return assertNever(ending);
  }
}

async function cancelled(
  permit: Permit,
  ending: Extract<UpstreamEnding, { readonly kind: 'cancelled' }>,
  ports: Ports,
): Promise<void> {
  const { call } = permit.judged.resolved;
  const givenBack = ending.sentAt === undefined && (await unspend(permit, ports));
  const upstreamStatus = 'cancelled';
  if (ending.killed) {
    const told = answerFor(call, ended('deny', 'killed'));
    call.reply.end(told.bytes, told.status);
    const outcome = { outcome: 'deny', code: 'killed' } as const;
    return close(permit, ending, { upstreamStatus, out: told.bytes.length, outcome, givenBack }, ports);
  }
  call.reply.close();
  return close(permit, ending, { upstreamStatus, out: 0, outcome: outcomeOf(permit), givenBack }, ports);
}

async function failed(
  permit: Permit,
  ending: Extract<UpstreamEnding, { readonly kind: 'failure' }>,
  ports: Ports,
): Promise<void> {
  const { call } = permit.judged.resolved;
  const { sent, code, message, cause, retryAfterMs } = ending.failure;
  const givenBack = !sent && (await unspend(permit, ports));
  if (cause !== undefined) ports.telemetry.warn(message, { code, error: cause });
  const data = retryAfterMs === undefined ? {} : { data: { retryAfterMs } };
  const told = answerFor(call, ended('error', code, { message, ...data }));
  call.reply.end(told.bytes, told.status);
  const outcome = { outcome: 'error', code } as const;
  return close(permit, ending, { upstreamStatus: code, out: told.bytes.length, outcome, givenBack }, ports);
}

/** How a call that went out came to its end. */
interface End {
  /** What the upstream said, in a word. */
  readonly upstreamStatus: string;
  /** Bytes to the client. */
  readonly out: number;
  readonly outcome: Pick<CallRecord, 'outcome' | 'code'>;
  readonly givenBack?: boolean;
}

function close(
  { judged, receipt, would, clearance }: Permit,
  { sentAt }: UpstreamEnding,
  { upstreamStatus, out, outcome: { outcome, code }, givenBack = false }: End,
  ports: Ports,
): void {
  const { call } = judged.resolved;
  const now = ports.clock.monotonic();
  const ms = now - call.startedAt;
  ports.telemetry.call(call.session.slug, outcome, code, ms);
  const record: CallEnding = {
    kind: 'ending',
    requestId: call.requestId,
    outcome,
    code,
    rule: would?.rule ?? (clearance && judged.approval?.rule),
    approval: clearance?.approval,
    decidedBy: clearance?.by,
    givenBack: givenBack && receipt !== undefined ? true : undefined,
    upstream: { status: upstreamStatus, ms: sentAt === undefined ? 0 : now - sentAt },
    ms,
    bytes: { in: call.message.bytes.length, out },
  };
  keep(record, ports);
}

function outcomeOf(permit: Permit): Pick<CallRecord, 'outcome' | 'code'> {
  const { would } = permit;
  return would === undefined ? { outcome: 'allow' } : { outcome: would.outcome, code: would.code };
}

/** The answer is given and waits for nothing more. */
function keep(record: CallEnding, ports: Ports): void {
  // The intent is on the record already; how it ended is lost to the record, not to the operator.
  const lost = (error: unknown): void =>
    ports.telemetry.warn('the end of a call could not be recorded', { requestId: record.requestId, error });
  try {
    ports.journal.record(record).catch(lost);
  } catch (error) {
    lost(error);
  }
}

import { newId } from '../../kernel/index.ts';
import type { Arrival } from '../arrival.ts';
import type { ClientRequest } from '../client-request.ts';
import type { GovernedCall } from '../governed-call.ts';
import type { Ports } from '../ports.ts';
import { type Ended, ended, isEnded } from '../refusals/ended.ts';
import { approveAtOnce } from '../stages/approve.ts';
import { type Judged, judge } from '../stages/judge.ts';
import { letGo } from '../stages/let-go.ts';
import { look } from '../stages/look.ts';
import { endedRecord, type RecordedPermit, record } from '../stages/record.ts';
import { resolve } from '../stages/resolve.ts';
import { spend } from '../stages/spend.ts';
import { take } from '../stages/take.ts';

/** A resource that the client may be told of: judged, taken for and recorded like a subscription of its own. */
export interface AdmittedUri {
  readonly uri: string;
  readonly permit: RecordedPermit;
}

/**
 * Judges a subscription to each resource, as `resources/subscribe` would be. What is refused is on the record and left
 * out: the acknowledgement tells the client what it will hear of, and nothing tells it why.
 */
export async function admitUris(
  request: ClientRequest,
  arrival: Pick<Arrival, 'reply' | 'hasHeaders' | 'header' | 'identify'>,
  uris: ReadonlySet<string>,
  ports: Ports,
): Promise<readonly AdmittedUri[]> {
  const admitted: AdmittedUri[] = [];
  for (const uri of uris) {
    const call: GovernedCall = {
      ...request,
      requestId: newId(),
      subject: { kind: 'resource', uri },
      reply: arrival.reply,
      arrival,
      time: ports.clock.now(),
      startedAt: ports.clock.monotonic(),
    };
    const permit = await permitted(call, ports);
    if (!isEnded(permit)) admitted.push({ uri, permit });
    else await putOnRecord(call, permit, ports);
  }
  return admitted;
}

/** The stations of `pipeline.ts` from `resolve` to `record`. */
async function permitted(call: GovernedCall, ports: Ports): Promise<RecordedPermit | Ended> {
  const found = await resolve(call, ports);
  if (isEnded(found)) return found;
  const judged = judge(found);
  if (isEnded(judged)) return judged;
  const looked = await look(judged, ports);
  if (isEnded(looked)) return looked;
  const cleared = approveAtOnce(looked);
  // A stream is not held for a person: what needs one is asked for by reading the resource.
  if (cleared === undefined) return ended('hold', 'approval_required', ruleOf(looked));
  const permit = await take(cleared, ports);
  if (isEnded(permit)) return permit;
  const spent = await spend(permit, ports);
  return spent === undefined ? ended('hold', 'approval_required', ruleOf(looked)) : record(spent, ports);
}

function ruleOf({ approval }: Judged): { readonly rule?: string } {
  return approval === undefined ? {} : { rule: approval.rule };
}

async function putOnRecord(call: GovernedCall, end: Ended, ports: Ports): Promise<void> {
  const ms = ports.clock.monotonic() - call.startedAt;
  try {
    await ports.journal.record(endedRecord(call, undefined, end, ms, 0));
  } catch (error) {
    ports.telemetry.warn('a refusal could not be put on the record', { requestId: call.requestId, error });
  }
  ports.telemetry.call(call.session.slug, end.outcome, end.code, ms);
}

/**
 * The subscription stands, or came to nothing: its record is closed and its slots are free.
 *
 * @param status what the server said of it, in a word
 */
export async function concludeUri({ permit }: AdmittedUri, status: string, ports: Ports): Promise<void> {
  const { judged, receipt, would } = permit.permit;
  const { call } = judged.resolved;
  await letGo(receipt, ports);
  const ms = ports.clock.monotonic() - call.startedAt;
  const outcome = would?.outcome ?? 'allow';
  ports.telemetry.call(call.session.slug, outcome, would?.code, ms);
  try {
    await ports.journal.record({
      kind: 'ending',
      requestId: call.requestId,
      outcome,
      code: would?.code,
      rule: would?.rule,
      upstream: { status, ms },
      ms,
      bytes: { in: call.message.bytes.length, out: 0 },
    });
  } catch (error) {
    ports.telemetry.warn('the end of a call could not be recorded', { requestId: call.requestId, error });
  }
}

import { Fault } from '../kernel/index.ts';
import type { Call } from './call.ts';
import { answerFor } from './denial.ts';
import { type Ended, ended, isEnded } from './ended.ts';
import type { Ports } from './ports.ts';
import { approve } from './stages/approve.ts';
import { conclude } from './stages/conclude.ts';
import { forward } from './stages/forward.ts';
import { judge } from './stages/judge.ts';
import { look } from './stages/look.ts';
import { endedRecord, record } from './stages/record.ts';
import { type Resolved, resolve } from './stages/resolve.ts';
import { resume, saysItContinues } from './stages/resume.ts';
import { take } from './stages/take.ts';
import { stopped } from './stopped.ts';
import type { UnderWay } from './under-way.ts';

/**
 * The way of one call, down:
 *
 *     receive → identify → admit → resolve → judge → look → approve → take → record → forward → screen → reply
 *
 * Before all of it stands what an operator has stopped, and a call that is stopped later ends wherever it is. A call that
 * continues one that asked for input is known for it between resolve and judge.
 *
 * The first three happen to every message of any kind and stand in `door.ts`; what is here happens to whatever policy
 * speaks of. Each early return ends on the record. The types make skipping impossible: `judge` makes a `Judged`,
 * `approve` turns it into a `Cleared`, `take` into a `Permit`, `record` into one that `forward` accepts.
 *
 * Whatever goes wrong on the way down refuses: there is no path on which an exception lets a call through.
 *
 * A station that has its answer at once gives no promise, and nothing is waited for: an ordinary call waits twice, for its
 * record and for the server.
 */
export async function pipeline(call: Call, underWay: UnderWay, ports: Ports): Promise<void> {
  let resolved: Resolved | undefined;
  let forwarded = false;
  // Noted first and asked then: a stop that comes in between is seen by one of the two.
  ports.calls.begin(call, underWay);
  try {
    const stop = stopped(call, ports);
    if (stop !== undefined) return await refuse(call, undefined, stop, ports);

    const resolving = resolve(call, ports);
    let found = resolving instanceof Promise ? await resolving : resolving;
    if (isEnded(found)) return await refuse(call, undefined, found, ports);
    resolved = found;

    if (saysItContinues(call)) {
      found = await resume(found, ports);
      if (isEnded(found)) return await refuse(call, resolved, found, ports);
    }

    const judged = judge(found);
    if (isEnded(judged)) return await refuse(call, found, judged, ports);

    const looking = look(judged, ports);
    const looked = looking instanceof Promise ? await looking : looking;
    if (isEnded(looked)) return await refuse(call, found, looked, ports);

    const cleared = approve(looked);
    if (isEnded(cleared)) return await refuse(call, found, cleared, ports);

    const taking = take(cleared, ports);
    const permit = taking instanceof Promise ? await taking : taking;
    if (isEnded(permit)) return await refuse(call, found, permit, ports);

    const recorded = await record(permit, ports);
    if (isEnded(recorded)) return await refuse(call, found, recorded, ports);

    forwarded = true;
    const answer = await forward(recorded, underWay, ports);
    // Who is given its answer may use the id again at once, while the end of the call is still being recorded.
    call.session.end.finish(call.message.id, underWay);
    return await conclude(recorded, answer, ports);
  } catch (error) {
    return await refuse(call, resolved, forwarded ? lost(error, ports) : failClosed(error, ports), ports);
  } finally {
    ports.calls.end(underWay);
  }
}

/** A call that goes no further: on the record first, then told. */
async function refuse(call: Call, resolved: Resolved | undefined, end: Ended, ports: Ports): Promise<void> {
  const ms = ports.clock.monotonic() - call.startedAt;
  const answer = answerFor(call, end);
  try {
    await ports.journal.record(endedRecord(call, resolved, end, ms, answer.bytes.length));
  } catch (error) {
    // The refusal stands whether or not it can be recorded; that it could not is said to the operator.
    ports.telemetry.warn('a refusal could not be put on the record', { requestId: call.requestId, error });
  }
  call.reply.end(answer.bytes, answer.status);
  ports.telemetry.call(call.session.slug, end.outcome, end.code, ms);
}

/** The call was made; whatever kept its answer from the client, it was no refusal. */
function lost(error: unknown, ports: Ports): Ended {
  ports.telemetry.warn('the answer to a call could not be passed on', { error });
  return ended('error', 'upstream_invalid', { message: 'The call was made, but its answer could not be passed on.' });
}

function failClosed(error: unknown, ports: Ports): Ended {
  if (error instanceof Fault) {
    if (error.cause !== undefined) ports.telemetry.warn(error.message, { code: error.code, error: error.cause });
    return ended('error', error.code, { message: error.message });
  }
  ports.telemetry.warn('a call could not be judged', { error });
  return ended('deny', 'policy_error');
}

import { bodyMemory, Fault } from '../kernel/index.ts';
import type { HeldCall } from './approval/held-call.ts';
import { underNow } from './approval/under-now.ts';
import type { GovernedCall } from './governed-call.ts';
import type { Ports } from './ports.ts';
import { answerFor } from './refusals/answer-for.ts';
import { type Ended, ended, isEnded } from './refusals/ended.ts';
import { moved } from './refusals/moved.ts';
import { stale } from './refusals/stale.ts';
import { stopped } from './refusals/stopped.ts';
import { approve, isAgain } from './stages/approve.ts';
import { capture } from './stages/capture.ts';
import { conclude } from './stages/conclude.ts';
import { forward } from './stages/forward.ts';
import { judge } from './stages/judge.ts';
import { look } from './stages/look.ts';
import { endedRecord, record } from './stages/record.ts';
import { type Resolved, resolve } from './stages/resolve.ts';
import { resume, saysItContinues } from './stages/resume.ts';
import { spend } from './stages/spend.ts';
import { take } from './stages/take.ts';
import type { UnderWay } from './under-way.ts';

/**
 * The way of one call, down. A station is a file of its name in `stages/` where none stands beside it:
 *
 *     receive    edge/, and http/ or stdio/   one message, within its caps
 *     identify   door.ts                      whose grant its token opens
 *     admit      door.ts                      room for one more; then the message is read, and answer.ts hands calls here
 *     resolve                                 what it is about, byte for byte one of the server's own list
 *     judge                                   what the policy says
 *     look                                    whether its limits have room, so that nobody is asked in vain
 *     approve                                 a person's decision, where the policy wants one
 *     take                                    what it takes from its limits, all or nothing
 *     record                                  the intent, on disk before a byte goes out
 *     forward    and upstream/                exactly what was judged, looked at a last time (`overtaken`)
 *     screen     in conclude.ts               what the server says, and what it asks meanwhile (relay.ts)
 *     reply      in conclude.ts               under the client's own id; the record is closed
 *
 * Before `resolve` stands whether the gateway knows what is in force (`stale`), and what an operator has stopped (`stopped`);
 * a call that is stopped later ends wherever it is. A call that continues one that asked for input is known for it between
 * resolve and judge (`resume`). Where there are many servers at one URL, the request for one of them is made in `aggregate/`,
 * between `door.ts` and `answer.ts`.
 *
 * A call that a person had to decide on comes back to the beginning when there is a decision, and is judged again under what
 * is in force then; so does one that a change has overtaken. Where its server was replaced meanwhile it ends there (`moved`).
 * What was decided is used up (`spend`) between take and record.
 *
 * Each early return ends on the record. The types make skipping impossible: `judge` makes a `Judged`,
 * `approve` turns it into a `Cleared`, `take` into a `Permit`, `record` into one that `forward` accepts.
 *
 * Whatever goes wrong on the way down refuses: there is no path on which an exception lets a call through.
 *
 * A station that has its answer at once gives no promise, and nothing is waited for: an ordinary call waits twice, for its
 * record and for the server.
 */
export async function pipeline(arrived: GovernedCall, underWay: UnderWay, ports: Ports): Promise<void> {
  let call = arrived;
  let held: HeldCall | undefined;
  let resolved: Resolved | undefined;
  let forwarded = false;
  let isAnswered = false;
  // Noted first and asked then: a stop that comes in between is seen by one of the two.
  const begun = ports.calls.begin(call, underWay);
  try {
    for (let turn = 0; turn < mostTurns; turn += 1) {
      const before: Resolved | undefined = resolved;
      if (before !== undefined) {
        const now = underNow(call, ports);
        if (isEnded(now)) return await refuse(call, before, now, ports);
        call = now;
        const elsewhere = moved(call);
        if (elsewhere !== undefined) return await refuse(call, before, elsewhere, ports);
      }

      const unknown = stale(ports);
      if (unknown !== undefined) return await refuse(call, resolved, unknown, ports);

      const stop = stopped(call, ports);
      if (stop !== undefined) return await refuse(call, resolved, stop, ports);

      const resolving = resolve(call, ports);
      const found = resolving instanceof Promise ? await resolving : resolving;
      if (isEnded(found)) return await refuse(call, undefined, found, ports);
      resolved = before === undefined ? found : { ...found, ...whatItSaid(before) };

      if (before === undefined && saysItContinues(call)) {
        const resumed = await resume(resolved, ports);
        if (isEnded(resumed)) return await refuse(call, resolved, resumed, ports);
        resolved = resumed;
      }

      const judged = judge(resolved);
      if (isEnded(judged)) return await refuse(call, resolved, judged, ports);

      const looking = look(judged, ports);
      const looked = looking instanceof Promise ? await looking : looking;
      if (isEnded(looked)) return await refuse(call, resolved, looked, ports);

      // To get here can take as long as the server takes to say what it has: what has been forbidden since is forbidden.
      if (ports.snapshot() !== call.snapshot) continue;

      const approving = approve(looked, held, underWay, ports);
      const cleared = approving instanceof Promise ? await approving : approving;
      if (isEnded(cleared)) return await refuse(call, resolved, cleared, ports);
      if (isAgain(cleared)) {
        held = cleared.again;
        continue;
      }

      const taking = take(cleared, ports);
      const permit = taking instanceof Promise ? await taking : taking;
      if (isEnded(permit)) return await refuse(call, resolved, permit, ports);

      const spending = spend(permit, ports);
      const spent = spending instanceof Promise ? await spending : spending;
      if (spent === undefined) continue;
      held?.leave();

      const recorded = await record(spent, ports);
      if (isEnded(recorded)) return await refuse(call, resolved, recorded, ports);

      forwarded = true;
      const ending = await forward(recorded, underWay, ports);
      // Who is given its answer may use the id again at once, while the end of the call is still being recorded.
      call.session.end.finish(call.message.id, underWay);
      const concluding = conclude(recorded, ending, ports);
      if (concluding instanceof Promise) await concluding;
      isAnswered = ending.kind === 'answer' && ending.task === undefined;
      return;
    }
    throw new Fault('approvals_unavailable', 'What this call is judged by changes too fast.');
  } catch (error) {
    // A stop takes from a call whatever it needs next.
    const end = underWay.killed ? ended('deny', 'killed') : forwarded ? lost(error, ports) : failClosed(error, ports);
    return await refuse(call, resolved, end, ports);
  } finally {
    ports.calls.end(begun);
    held?.leave();
    if (resolved !== undefined) capture(resolved, ports);
    // The server has nothing more to say about it, and the record keeps no bytes of it.
    if (isAnswered) bodyMemory.letGo(call.message.bytes);
  }
}

/** What a call said of itself when it came: it says so once, and is known for it whenever it is judged. */
function whatItSaid({ continuation, waiting }: Resolved): Pick<Resolved, 'continuation' | 'waiting'> {
  return { ...(continuation === undefined ? {} : { continuation }), ...(waiting === undefined ? {} : { waiting }) };
}

/** Each turn but the last ends with a change of what is in force, or with a decision that came, was taken back, or was used by another call. */
const mostTurns = 100;

/** A call that goes no further: on the record first, then told. */
async function refuse(call: GovernedCall, resolved: Resolved | undefined, end: Ended, ports: Ports): Promise<void> {
  const ms = ports.clock.monotonic() - call.startedAt;
  const answer = answerFor(call, end);
  try {
    await ports.journal.record(endedRecord(call, resolved, end, ms, answer.bytes.length));
  } catch (error) {
    // The refusal stands whether or not it can be recorded; that it could not is said to the operator.
    ports.telemetry.warn('a refusal could not be put on the record', { requestId: call.requestId, error });
  }
  if (end.unanswered === true) call.reply.close();
  else call.reply.end(answer.bytes, answer.status);
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

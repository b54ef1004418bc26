import { assertNever, Fault } from '../kernel/index.ts';
import { type JsonCaps, type Message, type RpcId, readMessageInSlices, type Unreadable } from '../protocol/index.ts';
import type { Access, Grant, Snapshot } from '../snapshot/index.ts';
import { receiveForAll } from './aggregate/receive-for-all.ts';
import { widestCaps } from './aggregate/widest-caps.ts';
import { answer } from './answer.ts';
import type { Arrival } from './arrival.ts';
import type { Caller } from './caller.ts';
import type { Ports } from './ports.ts';
import { barredFrom } from './refusals/barred-from.ts';
import { type Ended, ended, isEnded } from './refusals/ended.ts';
import { stale } from './refusals/stale.ts';
import { stoppedAtDoor } from './refusals/stopped.ts';
import { turnAway } from './refusals/turn-away.ts';
import { unidentified } from './refusals/unidentified.ts';
import { clientAnswers, clientNotifies } from './relay.ts';
import { initialize } from './sessions/initialize.ts';
import type { Session } from './sessions/session.ts';
import { sessionFor } from './sessions/session-for.ts';
import { subjectOf } from './subject-of.ts';

/**
 * What happens to every message of any kind, whichever transport received it: `identify` and `admit` of the way of one call
 * (`pipeline.ts`), and then the message itself is read and goes to the session that it belongs to.
 *
 * Nothing is parsed for somebody unknown, and nothing is read for somebody who has too much under way.
 */
export async function door(arrival: Arrival, ports: Ports): Promise<void> {
  const entered = enter(arrival, ports);
  if (isEnded(entered)) return turnAway(arrival, undefined, entered, undefined, ports);
  const { grant } = entered;
  if (entered.end !== undefined) return turnAway(arrival, { grant }, entered.end, undefined, ports);

  const grantId = grant.principal.grant.id;
  if (!ports.admission.enter(grantId, entered.snapshot.admission, ports.clock.monotonic())) {
    return turnAway(arrival, { grant }, overloaded, undefined, ports);
  }
  ports.uses.note(grantId, ports.clock.now());
  try {
    const caps = capsOf(entered);
    const read = readMessageInSlices(await arrival.read(caps.bytes), caps);
    const message = read instanceof Promise ? await read : read;
    // Whoever sends slowly has been let in long ago: what was taken away or forbidden in the meantime stays so.
    const now = again(entered, arrival, ports);
    if (isEnded(now)) return turnAway(arrival, undefined, now, undefined, ports);
    // A token that is another grant's now has not been let in.
    const end = now.grant.principal.grant.id === grantId ? now.end : forbidden;
    if (end !== undefined) return turnAway(arrival, now, end, undefined, ports);
    await takeFrom(now, message, arrival, ports);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    turnAway(arrival, { grant }, ended('refused', error.code, { message: error.message }), undefined, ports);
  } finally {
    // An answer that its client does not read takes as much room as a call: so many there may be, and no more.
    arrival.onceTaken(() => leave(grantId, ports));
  }
}

/** Outside of the request, where an exception would end the process. */
function leave(grantId: string, { admission, telemetry }: Ports): void {
  try {
    admission.leave(grantId);
  } catch (error) {
    telemetry.warn('the place of a request could not be freed', { error });
  }
}

/** Somebody who is known, and what he is let in by. */
interface Entered {
  readonly snapshot: Snapshot;
  readonly grant: Grant;
  /** Absent at the URL of all servers. */
  readonly access: Access | undefined;
  /** Set where he is turned away all the same. */
  readonly end: Ended | undefined;
}

/** Who sends it, and whether he may come in, as things stand now. */
function enter(arrival: Arrival, ports: Ports): Entered | Ended {
  const snapshot = ports.snapshot();
  const grant = arrival.identify(snapshot);
  if (grant === undefined) return unidentified(arrival.header('authorization')).end;
  const access = grant.access.get(arrival.slug);
  const end =
    barredFrom(grant, arrival.address, ports.clock.now()) ??
    (access === undefined && arrival.all === undefined ? forbidden : undefined);
  return { snapshot, grant, access, end };
}

/** The same once more, when something may have changed since. The token is looked up again only where it could be another's. */
function again(entered: Entered, arrival: Arrival, ports: Ports): Entered | Ended {
  if (ports.snapshot() !== entered.snapshot) return enter(arrival, ports);
  const { grant } = entered;
  if (grant.terms === undefined) return entered;
  return { ...entered, end: barredFrom(grant, arrival.address, ports.clock.now()) };
}

function capsOf({ grant, access }: Entered): JsonCaps {
  return access?.server.config.caps ?? widestCaps(grant);
}

/** What was sent, by somebody who may still send it. */
function takeFrom(
  { snapshot, grant, access }: Entered,
  message: Message | Unreadable,
  arrival: Arrival,
  ports: Ports,
): void | Promise<void> {
  if (message.kind === 'unreadable') {
    const { code, message: why, id } = message;
    return turnAway(arrival, { grant }, ended('refused', code, { message: why, rpc: message.rpc }), id, ports);
  }
  const unknown = message.kind === 'request' && subjectOf(message) === undefined ? stale(ports) : undefined;
  if (unknown !== undefined) return turnAway(arrival, { grant }, unknown, idOf(message), ports);
  const stop = stoppedAtDoor(message, access === undefined ? { grant } : { grant, access }, ports);
  if (stop !== undefined) {
    return 'id' in message && message.kind === 'request'
      ? turnAway(arrival, { grant }, stop, message.id, ports)
      : arrival.accepted();
  }
  const { all } = arrival;
  if (access !== undefined) return receive(message, arrival, { snapshot, grant, access }, ports);
  if (all !== undefined) return receiveForAll(message, arrival, all, { snapshot, grant }, ports);
}

const forbidden = ended('refused', 'forbidden', { message: 'This grant does not cover this server.' });
const overloaded = ended('error', 'overloaded', { message: 'Too many requests of this grant are under way.' });

function receive(message: Message, arrival: Arrival, caller: Caller, ports: Ports): void | Promise<void> {
  const shown = sessionFor(message, arrival, caller, ports);
  if (!isEnded(shown)) return receiveIn(shown, message, arrival, caller, ports);
  if (shown.code !== 'unknown_session') return turnAway(arrival, caller, shown, idOf(message), ports);
  return arrival.restore(caller, ports).then((session) => {
    if (session !== undefined) return receiveIn(session, message, arrival, caller, ports);
    turnAway(arrival, caller, shown, idOf(message), ports);
  });
}

function receiveIn(
  session: Session | undefined,
  message: Message,
  arrival: Arrival,
  caller: Caller,
  ports: Ports,
): void | Promise<void> {
  switch (message.kind) {
    case 'request':
      return session === undefined
        ? initialize(message, arrival, caller, ports)
        : answer(message, arrival, session, caller, ports);
    case 'notification':
      // Told only when it is done: a client's next request must not overtake its `notifications/initialized`.
      if (session !== undefined) return clientNotifies(message, session).then(() => arrival.accepted());
      return arrival.accepted();
    case 'result':
    case 'error':
      if (session !== undefined) return clientAnswers(message, session).then(() => arrival.accepted());
      return arrival.accepted();
    default:
      assertNever(message);
  }
}

function idOf(message: Message): RpcId | undefined {
  return 'id' in message ? message.id : undefined;
}

import { assertNever, Fault } from '../kernel/index.ts';
import { type Message, type RpcId, readMessage } from '../protocol/index.ts';
import { receiveForAll } from './aggregate/receive-for-all.ts';
import { widestCaps } from './aggregate/widest-caps.ts';
import { answer } from './answer.ts';
import type { Arrival } from './arrival.ts';
import type { Caller } from './caller.ts';
import type { Ports } from './ports.ts';
import { subjectOf } from './receive/subject.ts';
import { barredFrom } from './refusals/barred-from.ts';
import { ended, isEnded } from './refusals/ended.ts';
import { turnAway } from './refusals/refusals.ts';
import { stale } from './refusals/stale.ts';
import { stoppedAtDoor } from './refusals/stopped.ts';
import { unidentified } from './refusals/unidentified.ts';
import { clientAnswers, clientNotifies } from './relay.ts';
import { initialize } from './sessions/initialize.ts';
import type { Session } from './sessions/session.ts';
import { sessionFor } from './sessions/session-for.ts';

/**
 * The first stations of the way of one call, the same for every message of any kind:
 *
 *     identify → admit → receive
 *
 * Nothing is parsed for somebody unknown, and nothing is read for somebody who has too much under way.
 */
export async function door(arrival: Arrival, ports: Ports): Promise<void> {
  const snapshot = ports.snapshot();
  const grant = arrival.identify(snapshot);
  if (grant === undefined) {
    return turnAway(arrival, undefined, unidentified(arrival.header('authorization')).end, undefined, ports);
  }
  const barred = barredFrom(grant, arrival.address, ports.clock.now());
  if (barred !== undefined) return turnAway(arrival, { grant }, barred, undefined, ports);
  const access = grant.access.get(arrival.slug);
  const { all } = arrival;
  if (access === undefined && all === undefined) return turnAway(arrival, { grant }, forbidden, undefined, ports);

  const grantId = grant.principal.grant.id;
  if (!ports.admission.enter(grantId, snapshot.admission, ports.clock.monotonic())) {
    return turnAway(arrival, { grant }, overloaded, undefined, ports);
  }
  ports.uses.note(grantId, ports.clock.now());
  try {
    const caps = access?.server.config.caps ?? widestCaps(grant);
    const message = readMessage(await arrival.read(caps.bytes), caps);
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
    if (access !== undefined) await receive(message, arrival, { snapshot, grant, access }, ports);
    else if (all !== undefined) await receiveForAll(message, arrival, all, { snapshot, grant }, ports);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    turnAway(arrival, { grant }, ended('refused', error.code, { message: error.message }), undefined, ports);
  } finally {
    ports.admission.leave(grantId);
  }
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

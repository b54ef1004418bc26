import { type Exchange, type Route, refuse } from '../../edge/index.ts';
import { authenticate, type Principal } from '../../identity/index.ts';
import { Fault, type RefusalCode } from '../../kernel/index.ts';
import type { Aggregate } from '../aggregate/aggregate.ts';
import { everyServer } from '../arrival.ts';
import type { ServerStream } from '../client-end.ts';
import { door } from '../door.ts';
import type { Ports } from '../ports.ts';
import { barredFrom } from '../refusals/barred-from.ts';
import { isStopped } from '../refusals/stopped.ts';
import { unidentified } from '../refusals/unidentified.ts';
import { restoreAll, restoreSession } from '../sessions/restore-session.ts';
import type { Session } from '../sessions/session.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { busyWatch } from './busy-watch.ts';
import { beginStream } from './event-stream.ts';
import { HttpArrival } from './http-arrival.ts';
import { Shedding } from './shedding.ts';

/** The data plane's routes: one server each under `/mcp/<slug>`, all servers of the grant at `/mcp`. */
export function mcpRoutes(ports: Ports, sessions: Sessions): readonly Route[] {
  const roomOf = (grantId: string): number =>
    ports.admission.room(grantId, ports.snapshot().admission, ports.clock.monotonic());
  const shedding = new Shedding(ports.clock, roomOf, busyWatch());
  return ['/mcp', '/mcp/:server'].flatMap((path): Route[] => [
    {
      method: 'POST',
      path,
      accepts: ['application/json'],
      handler: (exchange) => {
        const arrival = new HttpArrival(exchange, slugOf(exchange), sessions, shedding);
        return door(arrival, ports).then(() => arrival.over());
      },
    },
    { method: 'GET', path, handler: (exchange) => openStream(exchange, ports, sessions) },
    { method: 'DELETE', path, handler: (exchange) => endSession(exchange, ports, sessions) },
  ]);
}

/**
 * The stream on which the server may speak unasked: one for each session, and a new one takes the place of the old. With
 * `Last-Event-ID` whichever stream of the session that event was on, from behind it on.
 */
async function openStream(exchange: Exchange, ports: Ports, sessions: Sessions): Promise<void> {
  const session = await sessionOf(exchange, ports, sessions);
  if (session === undefined) return;
  // A client that left while its session was restored will not say so again, and would hold its place for ever.
  if (exchange.response.closed) return;
  const { grantId, revision, end } = session;
  const last = exchange.header('last-event-id');
  const found = last === undefined ? undefined : end.log.find(last);
  if (found === 'gone') {
    refuse(exchange.response, 'bad_request', 'What came after this event is not kept any more.');
    return;
  }
  const logged = found?.stream ?? end.log.unasked;
  const isUnasked = logged === end.log.unasked;
  // Its place is free as soon as it is told to close: the stream that takes its place must find it.
  if (isUnasked) end.stream?.close();
  const { admission } = ports.snapshot();
  if (!ports.admission.hold(grantId, 'streams', admission, ports.clock.monotonic())) {
    refuse(exchange.response, 'overloaded', 'Too many streams of this grant are open.');
    return;
  }
  const events = beginStream(exchange.response, grantId);
  let open = true;
  const leave = (): void => {
    if (!open) return;
    open = false;
    ports.admission.release(grantId, 'streams');
    logged.detach(events);
    if (end.stream === stream) end.stream = undefined;
  };
  const stream: ServerStream = {
    send: (bytes) => open && logged.send(bytes),
    close: () => {
      leave();
      events.end();
    },
  };
  exchange.response.once('close', leave);
  logged.attach(events, revision.version === '2025-11-25', found?.missed);
  if (isUnasked) end.open(stream);
}

async function endSession(exchange: Exchange, ports: Ports, sessions: Sessions): Promise<void> {
  const session = await sessionOf(exchange, ports, sessions);
  if (session === undefined) return;
  await sessions.endForGood(session, 'The client ended the session.');
  exchange.response.writeHead(204);
  exchange.response.end();
}

/** threats B68: GET and DELETE only with a session that is bound to the grant. Answers what is amiss. */
async function sessionOf(
  exchange: Exchange,
  ports: Ports,
  sessions: Sessions,
): Promise<Session | Aggregate | undefined> {
  const snapshot = ports.snapshot();
  const authorization = exchange.header('authorization');
  const grant = authenticate(authorization, snapshot.grants);
  const { end: unknown, challenge } = unidentified(authorization);
  if (grant === undefined) {
    exchange.response.setHeader('WWW-Authenticate', challenge);
    return refuseOnRecord(exchange, ports, undefined, 'unauthenticated', unknown.message ?? '');
  }
  const slug = slugOf(exchange);
  const { principal, access } = grant;
  const barred = barredFrom(grant, exchange.address, ports.clock.now());
  if (barred !== undefined) {
    const expired = barred.code === 'unauthenticated';
    if (expired) exchange.response.setHeader('WWW-Authenticate', challenge);
    return refuseOnRecord(exchange, ports, principal, expired ? 'unauthenticated' : 'forbidden', barred.message ?? '');
  }
  const there = slug === undefined ? undefined : access.get(slug);
  if (slug !== undefined && there === undefined) {
    return refuseOnRecord(exchange, ports, principal, 'forbidden', 'This grant does not cover this server.');
  }
  if (isStopped(grant, slug, ports)) {
    return refuseOnRecord(exchange, ports, principal, 'forbidden', 'An operator has stopped this.');
  }
  const id = exchange.header('mcp-session-id');
  if (id === undefined) {
    exchange.response.setHeader('Allow', 'POST');
    return refuseOnRecord(exchange, ports, principal, 'method_not_allowed', 'Without a session there is only POST.');
  }
  const grantId = principal.grant.id;
  const reach = { snapshot, grant };
  let session: Session | Aggregate | undefined;
  try {
    session =
      there === undefined
        ? (sessions.findAll(id, grantId) ?? (await restoreAll(id, reach, sessions, ports)))
        : (sessions.find(id, grantId, there.server.config.slug) ??
          (await restoreSession(id, { ...reach, access: there }, sessions, ports)));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    refuse(exchange.response, error.code, error.message);
    return undefined;
  }
  return session ?? refuseOnRecord(exchange, ports, principal, 'unknown_session', 'There is no such session.');
}

/** @returns `undefined` at the URL of all servers */
function slugOf(exchange: Exchange): string | undefined {
  return exchange.params.get('server');
}

/** Refused like a message: answered, counted and put on the record. */
function refuseOnRecord(
  exchange: Exchange,
  ports: Ports,
  principal: Principal | undefined,
  code: RefusalCode,
  message: string,
): undefined {
  refuse(exchange.response, code, message);
  ports.refusals.refused({
    time: ports.clock.now(),
    address: exchange.address,
    server: slugOf(exchange) ?? everyServer,
    outcome: 'refused',
    code,
    ...(principal === undefined ? {} : { principal }),
  });
}

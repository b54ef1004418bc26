import { type Exchange, type Route, refuse } from '../../edge/index.ts';
import { authenticate } from '../../identity/index.ts';
import { door } from '../door.ts';
import type { Ports } from '../ports.ts';
import type { Session } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import { beginStream } from './event-stream.ts';
import { HttpArrival } from './http-arrival.ts';

/** The data plane's routes: one server each under `/mcp/<slug>`. */
export function mcpRoutes(ports: Ports, sessions: Sessions): readonly Route[] {
  const path = '/mcp/:server';
  return [
    {
      method: 'POST',
      path,
      accepts: ['application/json'],
      handler: (exchange) => door(new HttpArrival(exchange, exchange.params.get('server') ?? '', sessions), ports),
    },
    { method: 'GET', path, handler: (exchange) => openStream(exchange, ports, sessions) },
    { method: 'DELETE', path, handler: (exchange) => endSession(exchange, ports, sessions) },
  ];
}

/** The stream on which the server may speak unasked. One for each session; a new one takes the place of the old. */
function openStream(exchange: Exchange, ports: Ports, sessions: Sessions): void {
  const session = sessionOf(exchange, ports, sessions);
  if (session === undefined) return;
  const { grantId } = session;
  const { admission } = ports.snapshot();
  session.stream?.close();
  if (!ports.admission.hold(grantId, 'streams', admission, ports.clock.monotonic())) {
    refuse(exchange.response, 'overloaded', 'Too many streams of this grant are open.');
    return;
  }
  const events = beginStream(exchange.response);
  const stream = { send: (bytes: Buffer) => events.send(bytes), close: () => events.end() };
  session.stream = stream;
  exchange.response.once('close', () => {
    ports.admission.release(grantId, 'streams');
    if (session.stream === stream) session.stream = undefined;
  });
}

async function endSession(exchange: Exchange, ports: Ports, sessions: Sessions): Promise<void> {
  const session = sessionOf(exchange, ports, sessions);
  if (session === undefined) return;
  await sessions.end(session, 'The client ended the session.');
  exchange.response.writeHead(204);
  exchange.response.end();
}

/** threats B68: GET and DELETE only with a session that is bound to the grant. Answers what is amiss. */
function sessionOf(exchange: Exchange, ports: Ports, sessions: Sessions): Session | undefined {
  const { response } = exchange;
  const slug = exchange.params.get('server') ?? '';
  const grant = authenticate(exchange.header('authorization'), ports.snapshot().grants);
  if (grant === undefined) {
    response.setHeader('WWW-Authenticate', 'Bearer realm="toolgate"');
    refuse(response, 'unauthenticated', 'A valid grant token is required.');
    return undefined;
  }
  if (!grant.access.has(slug)) {
    refuse(response, 'forbidden', 'This grant does not cover this server.');
    return undefined;
  }
  const id = exchange.header('mcp-session-id');
  if (id === undefined) {
    refuse(response, 'method_not_allowed', 'Without a session there is only POST.');
    return undefined;
  }
  const session = sessions.find(id, grant.principal.grant.id, slug);
  if (session === undefined) refuse(response, 'unknown_session', 'There is no such session.');
  return session;
}

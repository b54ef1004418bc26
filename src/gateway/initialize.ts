import { Fault, newId, newSecret } from '../kernel/index.ts';
import {
  isJsonObject,
  type Piece,
  type RequestMessage,
  type ResultMessage,
  valueAt,
  writeResult,
} from '../protocol/index.ts';
import type { Held } from './admission.ts';
import type { Arrival } from './arrival.ts';
import type { Caller } from './caller.ts';
import { ClientEnd } from './client-end.ts';
import type { Live } from './connection.ts';
import { ended } from './ended.ts';
import { faultAnswer } from './fault-answer.ts';
import { holdAll } from './hold-all.ts';
import { newSession } from './new-session.ts';
import type { Ports } from './ports.ts';
import { turnAway } from './refusals.ts';
import { saidBy, unsaid } from './said.ts';
import { closeSession, type Session } from './session.ts';
import { sessionDigest } from './sessions.ts';

/**
 * `initialize`: opens a session downstream and one upstream, and tells each side of the other no more than policy lets
 * it know.
 */
export async function initialize(
  message: RequestMessage,
  arrival: Arrival,
  caller: Caller,
  ports: Ports,
): Promise<void> {
  const said = saidBy(message);
  if (said === undefined) return turnAway(arrival, caller, unsaid, message.id, ports);
  const grantId = caller.grant.principal.grant.id;
  const { config } = caller.access.server;
  const holds: readonly Held[] =
    config.transport === 'stdio' && !config.shared ? ['sessions', 'processes'] : ['sessions'];
  const over = await holdAll(holds, arrival, caller, ports);
  if (over !== undefined) {
    const end = ended('error', 'overloaded', { message: `Too many ${over} of this grant are open.` });
    return turnAway(arrival, caller, end, message.id, ports);
  }
  const id = newSecret('');
  const opened = { id, digest: sessionDigest(id), end: new ClientEnd(false), holds };
  const session = newSession(said, caller, opened, ports);
  try {
    const live = await session.connection.open();
    const reply = welcome(message, session, live);
    arrival.adopt(session);
    arrival.reply.end(reply, 200);
  } catch (error) {
    for (const held of holds) ports.admission.release(grantId, held);
    await closeSession(session, 'The handshake failed.');
    const fault = error instanceof Fault ? error : new Fault('upstream_invalid', 'The handshake failed.', error);
    ports.telemetry.warn('a handshake with a server failed', {
      server: session.slug,
      code: fault.code,
      error: fault.cause,
    });
    const { bytes, status } = faultAnswer(message.id, fault, newId(), false);
    arrival.reply.end(bytes, status);
  }
}

/**
 * The server's own welcome, with the revision that is spoken on this side of the gateway (a server may be older) and
 * without what the gateway does not carry.
 */
function welcome(message: RequestMessage, session: Session, live: Live): Buffer {
  const { welcome: said } = live;
  const pieces: Piece[] = [`{"protocolVersion":${JSON.stringify(session.revision.version)}`];
  for (const [key, span] of said.members) {
    if (key === 'protocolVersion' || key === '_meta') continue;
    const value = key === 'capabilities' ? withoutTasks(said, key) : { bytes: said.bytes, span };
    pieces.push(',', JSON.stringify(key), ':', value);
  }
  pieces.push('}');
  return writeResult(message.id, pieces);
}

function withoutTasks(said: ResultMessage, key: string): string {
  const span = said.members.get(key);
  const capabilities = span === undefined ? {} : valueAt(said.bytes, span);
  if (!isJsonObject(capabilities))
    throw new Fault('upstream_invalid', 'The server gave capabilities that are no object.');
  const { tasks: _tasks, ...carried } = capabilities;
  return JSON.stringify(carried);
}

import { Fault, newId } from '../../kernel/index.ts';
import {
  isJsonObject,
  type Piece,
  type RequestMessage,
  type ResultMessage,
  type Revision,
  valueAt,
  writeResult,
} from '../../protocol/index.ts';
import type { Arrival } from '../arrival.ts';
import type { Caller } from '../caller.ts';
import { ClientEnd } from '../client-end.ts';
import type { Ports } from '../ports.ts';
import { ended } from '../refusals/ended.ts';
import { faultAnswer } from '../refusals/fault-answer.ts';
import { turnAway } from '../refusals/turn-away.ts';
import { carriedTasks } from '../tasks/offers-tasks.ts';
import { holdAll } from './hold-all.ts';
import { holdsOf } from './holds-of.ts';
import { nameSession } from './name-session.ts';
import { newSession } from './new-session.ts';
import { withOwnLists } from './own-lists.ts';
import { saidBy, unsaid } from './said.ts';
import { closeSession, type Session } from './session.ts';

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
  const holds = holdsOf(caller.access.server.config);
  const over = await holdAll(holds, arrival, caller, ports);
  if (over !== undefined) {
    const end = ended('error', 'overloaded', { message: `Too many ${over} of this grant are open.` });
    return turnAway(arrival, caller, end, message.id, ports);
  }
  const opened = { id: undefined, digest: undefined, end: new ClientEnd(false), holds };
  const session = newSession(said, caller, opened, ports);
  try {
    const greeting = await session.connection.greeting();
    const reply = welcome(message, session, greeting);
    nameSession(session, said, ports);
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
 * without what the gateway does not carry; what it lists may change here where it does not there.
 */
function welcome(message: RequestMessage, session: Session, said: ResultMessage): Buffer {
  const pieces: Piece[] = [`{"protocolVersion":${JSON.stringify(session.revision.version)}`];
  for (const [key, span] of said.members) {
    if (key === 'protocolVersion' || key === '_meta') continue;
    const value = key === 'capabilities' ? carried(said, key, session.revision) : { bytes: said.bytes, span };
    pieces.push(',', JSON.stringify(key), ':', value);
  }
  pieces.push('}');
  return writeResult(message.id, pieces);
}

/** Of tasks the client is told what its revision has and the gateway carries. */
function carried(said: ResultMessage, key: string, { serverCapabilities }: Revision): string {
  const span = said.members.get(key);
  const capabilities = span === undefined ? {} : valueAt(said.bytes, span);
  if (!isJsonObject(capabilities))
    throw new Fault('upstream_invalid', 'The server gave capabilities that are no object.');
  const { tasks: _tasks, ...own } = capabilities;
  const others = withOwnLists(own);
  const tasks = serverCapabilities.has('tasks') ? carriedTasks(capabilities) : undefined;
  return JSON.stringify(tasks === undefined ? others : { ...others, tasks });
}

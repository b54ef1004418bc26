import { Fault } from '../../kernel/index.ts';
import type { Held } from '../admission.ts';
import { Aggregate } from '../aggregate/aggregate.ts';
import type { Reach } from '../aggregate/reach.ts';
import { everyServer } from '../arrival.ts';
import type { Caller } from '../caller.ts';
import { ClientEnd } from '../client-end.ts';
import type { Ports } from '../ports.ts';
import { holdAll } from './hold-all.ts';
import { holdsOf } from './holds-of.ts';
import { newSession } from './new-session.ts';
import type { Session } from './session.ts';
import { type Sessions, sessionDigest } from './sessions.ts';

/**
 * Goes on with a session that this process does not know: its id says all that is needed. The client's handshake and
 * its confirmation are long past.
 *
 * @returns `undefined` when the id is none of this grant's with this server, or the session was ended for good
 * @throws Fault `overloaded` when the grant has too much open, `store_unavailable` when it cannot be said whether the
 *   session was ended
 */
export async function restoreSession(
  id: string,
  caller: Caller,
  sessions: Sessions,
  ports: Ports,
): Promise<Session | undefined> {
  const grantId = caller.grant.principal.grant.id;
  const { slug } = caller.access.server.config;
  const resumable = ports.sessionSeal.open(grantId, slug, id);
  // What is no id of ours is not asked about.
  if (resumable === undefined || (await sessions.wasEndedAnywhere(id))) return undefined;
  const holds = holdsOf(caller.access.server.config);
  await makeRoom(holds, caller, sessions, ports);
  const meanwhile = sessions.find(id, grantId, slug);
  if (meanwhile !== undefined || sessions.wasEnded(id)) {
    for (const held of holds) ports.admission.release(grantId, held);
    return meanwhile;
  }
  const opened = { id, digest: sessionDigest(id), end: new ClientEnd(false), holds };
  const session = newSession(resumable.said, caller, opened, ports, resumable.upstream);
  sessions.add(session, id);
  await session.connection.confirm();
  return session;
}

/** The same for a session with all servers; those are opened again as they are needed. */
export async function restoreAll(
  id: string,
  reach: Reach,
  sessions: Sessions,
  ports: Ports,
): Promise<Aggregate | undefined> {
  const grantId = reach.grant.principal.grant.id;
  const resumable = ports.sessionSeal.open(grantId, everyServer, id);
  if (resumable === undefined || (await sessions.wasEndedAnywhere(id))) return undefined;
  await makeRoom(['sessions'], reach, sessions, ports);
  const meanwhile = sessions.findAll(id, grantId);
  if (meanwhile !== undefined || sessions.wasEnded(id)) {
    ports.admission.release(grantId, 'sessions');
    return meanwhile;
  }
  const hold = (holds: readonly Held[]) => holdAll(holds, sessions, reach, ports);
  const aggregate = new Aggregate({ id, digest: sessionDigest(id), grantId }, resumable.said, hold, ports);
  sessions.add(aggregate, id);
  await aggregate.confirm();
  return aggregate;
}

async function makeRoom(holds: readonly Held[], reach: Reach, sessions: Sessions, ports: Ports): Promise<void> {
  const over = await holdAll(holds, sessions, reach, ports);
  if (over !== undefined) throw new Fault('overloaded', `Too many ${over} of this grant are open.`);
}

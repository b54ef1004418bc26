import { newSecret } from '../../kernel/index.ts';
import { type RequestMessage, writeResult } from '../../protocol/index.ts';
import type { Held } from '../admission.ts';
import { type AllSessions, type Arrival, everyServer } from '../arrival.ts';
import type { Ports } from '../ports.ts';
import { ended } from '../refusals/ended.ts';
import { turnAway } from '../refusals/turn-away.ts';
import { holdAll } from '../sessions/hold-all.ts';
import { saidBy, unsaid } from '../sessions/said.ts';
import { sessionDigest } from '../sessions/sessions.ts';
import { Aggregate } from './aggregate.ts';
import { welcomeOfAll } from './own-words.ts';
import type { Reach } from './reach.ts';

/** `initialize` at the URL of all servers: opens a session downstream, and none upstream yet. */
export async function initializeAll(
  message: RequestMessage,
  arrival: Arrival,
  all: AllSessions,
  reach: Reach,
  ports: Ports,
): Promise<void> {
  const said = saidBy(message);
  if (said === undefined) return turnAway(arrival, reach, unsaid, message.id, ports);
  const hold = (holds: readonly Held[]): Promise<Held | undefined> => holdAll(holds, arrival, reach, ports);
  const over = await hold(['sessions']);
  if (over !== undefined) {
    const end = ended('error', 'overloaded', { message: `Too many ${over} of this grant are open.` });
    return turnAway(arrival, reach, end, message.id, ports);
  }
  const grantId = reach.grant.principal.grant.id;
  const id = ports.sessionSeal.seal(grantId, everyServer, { said, upstream: undefined }) ?? newSecret('');
  const about = { id, digest: sessionDigest(id), grantId };
  const aggregate = new Aggregate(about, said, hold, ports);
  all.adopt(aggregate);
  arrival.reply.end(writeResult(message.id, welcomeOfAll(aggregate.revision)), 200);
}

import { assertNever } from '../../kernel/index.ts';
import { type Message, revisionNamed } from '../../protocol/index.ts';
import type { AllSessions, Arrival } from '../arrival.ts';
import { ClientEnd } from '../client-end.ts';
import type { Ports } from '../ports.ts';
import { type Ended, isEnded } from '../refusals/ended.ts';
import { turnAway } from '../refusals/turn-away.ts';
import { clientAnswers, clientCancels, clientNotifies, clientProgresses } from '../relay.ts';
import { belongsTo, shownSession } from '../sessions/session-for.ts';
import { Aggregate } from './aggregate.ts';
import { answerForAll } from './answer-for-all.ts';
import { initializeAll } from './initialize-all.ts';
import type { Parts, Reach } from './reach.ts';

/** A message that came to the URL of all servers. */
export async function receiveForAll(
  message: Message,
  arrival: Arrival,
  all: AllSessions,
  reach: Reach,
  ports: Ports,
): Promise<void> {
  const shown = partsFor(message, arrival, all, reach, ports);
  const unknown = isEnded(shown) && shown.code === 'unknown_session';
  const parts = unknown ? ((await all.restore(reach, ports)) ?? shown) : shown;
  if (isEnded(parts)) return turnAway(arrival, reach, parts, 'id' in message ? message.id : undefined, ports);
  switch (message.kind) {
    case 'request':
      return parts === undefined
        ? initializeAll(message, arrival, all, reach, ports)
        : answerForAll(message, arrival, parts, reach, ports);
    case 'notification':
      if (parts instanceof Aggregate) await hear(message, parts);
      return arrival.accepted();
    case 'result':
    case 'error':
      if (parts !== undefined) await clientAnswers(message, parts);
      return arrival.accepted();
    default:
      assertNever(message);
  }
}

const stateless = revisionNamed('2026-07-28');

/** @returns `undefined` for `initialize`, and only for it */
function partsFor(
  message: Message,
  arrival: Arrival,
  all: AllSessions,
  reach: Reach,
  ports: Ports,
): Parts | undefined | Ended {
  const place = belongsTo(message, arrival);
  if (place === 'handshake') return undefined;
  if (place === 'session') return shownSession(all.shown(reach.grant));
  if (place !== 'stateless') return place;
  if (stateless === undefined) throw new Error('the stateless revision is not known');
  return {
    revision: stateless,
    end: new ClientEnd(true),
    part: (caller) => ports.stateless.of(caller, message),
    opened: [],
    late: () => {},
  };
}

/**
 * What a client tells all servers. A cancellation finds its request wherever it is under way, and progress the question that
 * it is about; where two servers have asked under one token it goes nowhere.
 */
async function hear(message: Extract<Message, { readonly kind: 'notification' }>, aggregate: Aggregate): Promise<void> {
  switch (message.method) {
    case 'notifications/cancelled':
      return clientCancels(message, aggregate.end);
    case 'notifications/progress':
      return clientProgresses(message, aggregate.end);
    case 'notifications/initialized':
      return aggregate.confirm();
    case 'notifications/roots/list_changed':
      await Promise.all([...aggregate.opened].map((part) => clientNotifies(message, part)));
      return;
    default:
  }
}

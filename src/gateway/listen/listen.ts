import { Fault } from '../../kernel/index.ts';
import { type RequestMessage, readSubscriptionFilter, type SubscriptionFilter } from '../../protocol/index.ts';
import type { Arrival } from '../arrival.ts';
import type { ClientRequest } from '../client-request.ts';
import type { Ports } from '../ports.ts';
import { ended } from '../refusals/ended.ts';
import { faultAnswer } from '../refusals/fault-answer.ts';
import { turnAway } from '../refusals/turn-away.ts';
import { longestName } from '../subject-of.ts';
import type { UnderWay } from '../under-way.ts';
import { openListening } from './open-listening.ts';

/** Each resource is judged and recorded by itself, so that one request must not stand for any number of them. */
const mostUris = 100;

export const noFilter = ended('refused', 'bad_request', {
  message: `\`notifications\` must say what to listen for, and name no more than ${mostUris} resources, none longer than ${longestName} characters.`,
  rpc: -32602,
});
export const tooManyStreams = ended('error', 'overloaded', { message: 'Too many streams of this grant are open.' });

/** @returns what a client wants to hear of; `undefined` where it does not say, or names too much */
export function wantedBy(message: RequestMessage): SubscriptionFilter | undefined {
  const wanted = readSubscriptionFilter(message, mostUris);
  return wanted !== undefined && [...wanted.uris].every(({ length }) => length <= longestName) ? wanted : undefined;
}

/**
 * `subscriptions/listen`: opens a stream of what the client asked to be told of and may be told of. Returns when the
 * server has been asked; the stream goes on by itself, and counts as one of the grant's streams.
 */
export async function listen(
  request: ClientRequest,
  arrival: Arrival,
  underWay: UnderWay,
  ports: Ports,
): Promise<void> {
  const { message, session, snapshot } = request;
  const wanted = wantedBy(message);
  if (wanted === undefined) return turnAway(arrival, request, noFilter, message.id, ports);
  const { admission } = ports;
  if (!admission.hold(session.grantId, 'streams', snapshot.admission, ports.clock.monotonic())) {
    return turnAway(arrival, request, tooManyStreams, message.id, ports);
  }
  arrival.reply.standsOpen(session.grantId);
  const left = session.end.listens(underWay);
  const over = (): void => {
    left();
    admission.release(session.grantId, 'streams');
  };
  try {
    await openListening(request, arrival, wanted, underWay, over, ports);
  } catch (error) {
    over();
    if (!(error instanceof Fault)) throw error;
    const { bytes, status } = faultAnswer(message.id, error, request.requestId, true);
    arrival.reply.end(bytes, status);
  }
}

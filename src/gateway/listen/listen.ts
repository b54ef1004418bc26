import { Fault } from '../../kernel/index.ts';
import { paramsOf, readSubscriptionFilter, writeRequest, writeSubscriptionFilter } from '../../protocol/index.ts';
import type { UpstreamSession } from '../../upstream/index.ts';
import type { Arrival } from '../arrival.ts';
import type { ClientRequest } from '../client-request.ts';
import { ended } from '../ended.ts';
import { faultAnswer } from '../fault-answer.ts';
import { outgoingMeta } from '../outgoing-meta.ts';
import type { Ports } from '../ports.ts';
import { turnAway } from '../refusals.ts';
import { requestHeaders } from '../render-request.ts';
import type { UnderWay } from '../under-way.ts';
import { admitUris } from './admit-uris.ts';
import { Listening } from './listening.ts';

/** Each resource is judged and recorded by itself, so that one request must not stand for any number of them. */
const mostUris = 100;

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
  const wanted = readSubscriptionFilter(message, mostUris);
  if (wanted === undefined) {
    const why = `\`notifications\` must say what to listen for, and name no more than ${mostUris} resources.`;
    return turnAway(
      arrival,
      request,
      ended('refused', 'bad_request', { message: why, rpc: -32602 }),
      message.id,
      ports,
    );
  }
  const { admission } = ports;
  if (!admission.hold(session.grantId, 'streams', snapshot.admission, ports.clock.monotonic())) {
    const why = 'Too many streams of this grant are open.';
    return turnAway(arrival, request, ended('error', 'overloaded', { message: why }), message.id, ports);
  }
  const left = session.end.listens(underWay);
  const over = (): void => {
    left();
    admission.release(session.grantId, 'streams');
  };
  let upstream: UpstreamSession;
  try {
    ({ upstream } = await session.connection.open());
  } catch (error) {
    over();
    if (!(error instanceof Fault)) throw error;
    const { bytes, status } = faultAnswer(message.id, error, request.requestId, true);
    return arrival.reply.end(bytes, status);
  }
  const admitted = await admitUris(request, arrival, wanted.uris, ports);
  const filter = { lists: wanted.lists, uris: new Set(admitted.map(({ uri }) => uri)) };
  const on = { over, deaf: () => underWay.cancel('The client takes no stream.') };
  const listening = new Listening(request, arrival.reply, filter, admitted, on, ports);
  // A client that has left in the meantime is noticed before anything is sent.
  if (underWay.cancelled !== undefined) return listening.close();
  const rules = request.access.policy?.policy.serverRequests;
  const edits = new Map([['notifications', writeSubscriptionFilter(filter)]]);
  const pending = upstream.request(
    (id) =>
      writeRequest(id, message.method, paramsOf(message, edits, outgoingMeta(message, session, rules, undefined))),
    requestHeaders(message, session),
    listening,
  );
  arrival.reply.onGone(() => underWay.cancel('The client has left.'));
  underWay.onCancel((reason) => {
    pending.cancel(reason);
    listening.close();
  });
}

import { paramsOf, type SubscriptionFilter, writeRequest, writeSubscriptionFilter } from '../../protocol/index.ts';
import type { Arrival } from '../arrival.ts';
import type { ClientRequest } from '../client-request.ts';
import { outgoingMeta } from '../outgoing-meta.ts';
import type { Ports } from '../ports.ts';
import { requestHeaders } from '../render-request.ts';
import type { UnderWay } from '../under-way.ts';
import { admitUris } from './admit-uris.ts';
import { Listening } from './listening.ts';

/**
 * Asks one server for what the client may be told of. Returns when it was asked; what it tells goes to the arrival's reply.
 *
 * @param over once, at the end
 * @throws Fault when the server cannot be had; `over` was not called then
 */
export async function openListening(
  request: ClientRequest,
  arrival: Pick<Arrival, 'reply' | 'hasHeaders' | 'header' | 'identify'>,
  wanted: SubscriptionFilter,
  underWay: UnderWay,
  over: () => void,
  ports: Ports,
): Promise<void> {
  const { message, session } = request;
  const { upstream } = await session.connection.open();
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

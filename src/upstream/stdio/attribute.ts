import { metaKeys, type NotificationMessage, type RequestMessage, type RpcId } from '../../protocol/index.ts';
import { readMember } from '../read-member.ts';
import type { Issued } from './issued-requests.ts';

/** The number that an id stands for, when it could be one that the gateway issued. */
export function issuedNumber(id: RpcId): number | undefined {
  return id.key.startsWith('n:') ? Number(id.key.slice(2)) : undefined;
}

/**
 * To which request a message belongs that is not its answer. A pipe does not say, so: progress by its token, which is
 * the request's own id; what comes of a subscription by its own; a cancellation by the server's request that it cancels; a request or a log line by there being
 * one request only that it can be about. Everything else belongs to none.
 */
export function attribute(
  message: NotificationMessage | RequestMessage,
  issued: ReadonlyMap<number, Issued>,
): Issued | undefined {
  const only = theOnly(issued);
  if (message.kind === 'request') return only;
  // What belongs to a subscription bears the id of the request that opened it, which is ours.
  const subscription = readMember(message.bytes, message.meta, metaKeys.subscriptionId);
  if (subscription !== undefined) return typeof subscription === 'number' ? issued.get(subscription) : undefined;
  switch (message.method) {
    case 'notifications/progress': {
      const token = readMember(message.bytes, message.params, 'progressToken');
      return typeof token === 'number' ? issued.get(token) : undefined;
    }
    case 'notifications/cancelled': {
      const id = readMember(message.bytes, message.params, 'requestId');
      const key = typeof id === 'number' ? `n:${id}` : `s:${id}`;
      return id === undefined ? undefined : [...issued.values()].find((each) => each.serverRequests.has(key));
    }
    case 'notifications/message':
      return only;
    default:
      return undefined;
  }
}

/** The request that is under way, when there is one only; subscriptions are no such thing. */
function theOnly(issued: ReadonlyMap<number, Issued>): Issued | undefined {
  let found: Issued | undefined;
  for (const each of issued.values()) {
    if (each.endless) continue;
    if (found !== undefined) return undefined;
    found = each;
  }
  return found;
}

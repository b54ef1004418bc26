import type { NotificationMessage, RequestMessage, RpcId } from '../../protocol/index.ts';
import { readMember } from '../read-member.ts';
import type { Issued } from './issued-requests.ts';

/** The number that an id stands for, when it could be one that the gateway issued. */
export function issuedNumber(id: RpcId): number | undefined {
  return id.key.startsWith('n:') ? Number(id.key.slice(2)) : undefined;
}

/**
 * To which request a message belongs that is not its answer. A pipe does not say, so: progress by its token, which is
 * the request's own id; a cancellation by the server's request that it cancels; a request or a log line by there being
 * one request only that it can be about. Everything else belongs to none.
 */
export function attribute(
  message: NotificationMessage | RequestMessage,
  issued: ReadonlyMap<number, Issued>,
): Issued | undefined {
  const [only] = issued.size === 1 ? issued.values() : [];
  if (message.kind === 'request') return only;
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

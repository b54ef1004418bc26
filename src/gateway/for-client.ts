import { listed } from '../policy/index.ts';
import {
  type Edits,
  metaKeys,
  type NotificationMessage,
  type Piece,
  paramsOf,
  type RequestMessage,
  readId,
  stringAt,
  writeNotification,
} from '../protocol/index.ts';
import type { AttachedPolicy } from '../snapshot/index.ts';
import type { UpstreamSession } from '../upstream/index.ts';
import type { Session } from './session.ts';

/** Whom a server's notification is for. */
export interface Addressee {
  readonly session: Pick<Session, 'revision' | 'end'>;
  readonly policy: AttachedPolicy | undefined;
  /** The conversation it came on. */
  readonly upstream: UpstreamSession;
  /** The client's request that it belongs to, if it belongs to one. */
  readonly request: RequestMessage | undefined;
}

const ours = 'io.toolgate/';

/**
 * What a client hears of a server's notification: nothing that its revision does not know, that it did not ask for, or
 * that is about a resource that its policy hides; the rest to the byte, under the client's own ids and tokens.
 *
 * @returns `undefined` when it is not for the client
 */
export function forClient(message: NotificationMessage, to: Addressee): Buffer | undefined {
  const { revision } = to.session;
  if (!revision.serverNotifications.has(message.method)) return undefined;
  switch (message.method) {
    case 'notifications/progress':
      return underClientsToken(message, to.request);
    case 'notifications/cancelled':
      return underOurId(message, to);
    case 'notifications/message':
      // Without sessions each request says by itself whether it wants log lines, and of what severity.
      if (revision.stateless && to.request?.meta.has(metaKeys.logLevel) !== true) return undefined;
      return written(message);
    case 'notifications/resources/updated': {
      const uri = stringAt(message.bytes, message.params.get('uri'));
      const visible = uri !== undefined && to.policy !== undefined && listed(to.policy.policy, 'resource', uri);
      return visible ? written(message) : undefined;
    }
    // Belongs to a subscription, and is made afresh there.
    case 'notifications/subscriptions/acknowledged':
      return undefined;
    default:
      return written(message);
  }
}

/** Progress bears the token that the client chose; without one it has nobody to go to. */
function underClientsToken(message: NotificationMessage, request: RequestMessage | undefined): Buffer | undefined {
  const token = request?.meta.get('progressToken');
  if (request === undefined || token === undefined) return undefined;
  return written(message, new Map([['progressToken', { bytes: request.bytes, span: token }]]));
}

/** A server that needs no answer any more names its request; the client knows that by an id of ours. */
function underOurId(message: NotificationMessage, { session, upstream }: Addressee): Buffer | undefined {
  const span = message.params.get('requestId');
  const key = span === undefined ? undefined : readId(message.bytes, span)?.key;
  const id = key === undefined ? undefined : session.end.askedAs(key, upstream);
  return id === undefined ? undefined : written(message, new Map([['requestId', String(id)]]));
}

/** As it came, but for what is edited, and for what only the gateway may say in `_meta`. */
function written(message: NotificationMessage, edits?: Edits): Buffer {
  const forged = [...message.meta.keys()].filter((key) => key.startsWith(ours));
  if (forged.length === 0 && edits === undefined) return message.bytes;
  const metaEdits = new Map<string, Piece | undefined>(forged.map((key) => [key, undefined]));
  return writeNotification(message.method, paramsOf(message, edits, forged.length === 0 ? undefined : metaEdits));
}

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
  textAt,
  valueAt,
  writeNotification,
} from '../protocol/index.ts';
import type { AttachedPolicy } from '../snapshot/index.ts';
import type { UpstreamSession } from '../upstream/index.ts';
import type { Session } from './sessions/session.ts';
import { relatedForClient } from './tasks/related-task.ts';
import { taskStateOf } from './tasks/task-shape.ts';

/** Whom a server's notification is for. */
export interface Addressee {
  readonly session: Pick<Session, 'revision' | 'end' | 'tasks'>;
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
      return underClientsToken(message, to);
    case 'notifications/cancelled':
      return underOurId(message, to);
    case 'notifications/message':
      // Without sessions each request says by itself whether it wants log lines, and of what severity.
      if (revision.stateless && to.request?.meta.has(metaKeys.logLevel) !== true) return undefined;
      return written(message, to);
    case 'notifications/resources/updated': {
      const uri = stringAt(message.bytes, message.params.get('uri'));
      const visible = uri !== undefined && to.policy !== undefined && listed(to.policy.policy, 'resource', uri);
      return visible ? written(message, to) : undefined;
    }
    case 'notifications/tasks/status':
      return underClientsTask(message, to);
    // Belongs to a subscription, and is made afresh there.
    case 'notifications/subscriptions/acknowledged':
      return undefined;
    default:
      return written(message, to);
  }
}

/**
 * Progress bears the token that the client chose; without one it has nobody to go to. That of a task goes on after the call
 * that began it was answered, on whatever stream there is.
 */
function underClientsToken(message: NotificationMessage, to: Addressee): Buffer | undefined {
  const { tasks } = to.session;
  const said = tasks.size === 0 ? undefined : message.params.get('progressToken');
  const ofTask = said === undefined ? undefined : tasks.progressToken(Number(textAt(message.bytes, said)));
  if (ofTask !== undefined) return written(message, to, new Map([['progressToken', ofTask]]));
  const { request } = to;
  const token = request?.meta.get('progressToken');
  if (request === undefined || token === undefined) return undefined;
  return written(message, to, new Map([['progressToken', { bytes: request.bytes, span: token }]]));
}

/** How a task of the client's stands, under the client's own name for it. */
function underClientsTask(message: NotificationMessage, to: Addressee): Buffer | undefined {
  const { tasks } = to.session;
  const said = Array.from(message.params, ([key, span]) => [key, valueAt(message.bytes, span)] as const);
  const state = taskStateOf(Object.fromEntries(said));
  const id = state === undefined ? undefined : tasks.idOf(state.taskId);
  if (state === undefined || id === undefined) return undefined;
  const bytes = written(message, to, new Map([['taskId', JSON.stringify(id)]]));
  tasks.heard(state);
  return bytes;
}

/** A server that needs no answer any more names its request; the client knows that by an id of ours. */
function underOurId(message: NotificationMessage, to: Addressee): Buffer | undefined {
  const { session, upstream } = to;
  const span = message.params.get('requestId');
  const key = span === undefined ? undefined : readId(message.bytes, span)?.key;
  const id = key === undefined ? undefined : session.end.askedAs(key, upstream);
  if (id === undefined) return undefined;
  // What is answered all the same goes nowhere, and is not waited for.
  session.end.answered(`n:${id}`);
  return written(message, to, new Map([['requestId', String(id)]]));
}

/** As it came, but for what is edited, what only the gateway may say in `_meta`, and the server's names for tasks. */
function written(message: NotificationMessage, { session }: Addressee, edits?: Edits): Buffer {
  const metaEdits = relatedForClient(message, session.tasks) ?? new Map<string, Piece | undefined>();
  for (const key of message.meta.keys()) if (key.startsWith(ours)) metaEdits.set(key, undefined);
  if (metaEdits.size === 0 && edits === undefined) return message.bytes;
  return writeNotification(message.method, paramsOf(message, edits, metaEdits.size === 0 ? undefined : metaEdits));
}

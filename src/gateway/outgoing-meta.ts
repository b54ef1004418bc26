import type { ServerRequests } from '../policy/index.ts';
import { type Edits, isJsonObject, metaKeys, type Piece, type RequestMessage, valueAt } from '../protocol/index.ts';
import { filterCapabilities, withoutTasks } from './server-requests.ts';
import type { Session } from './sessions/session.ts';
import { relatedForServer } from './tasks/related-task.ts';

/**
 * What of a client's `_meta` is not passed on as it came: the progress token is the client's own affair, and in the
 * stateless revision the capabilities go with each request, less what the policy does not let the server ask.
 *
 * @param progressToken the token to use upstream, as JSON text; `undefined` takes the client's away
 * @param mayBeTask whether the server may know that the client takes tasks, where it does
 * @returns `undefined` when nothing changes
 */
export function outgoingMeta(
  message: RequestMessage,
  session: Session,
  rules: ServerRequests | undefined,
  progressToken: string | undefined,
  mayBeTask = true,
): Edits | undefined {
  // Nothing is made of nothing: most calls of the session era say nothing there.
  if (message.meta.size === 0 && !session.revision.stateless) return undefined;
  const edits = new Map<string, Piece | undefined>();
  if (message.meta.has('progressToken')) edits.set('progressToken', progressToken);
  if (session.revision.stateless) {
    const span = message.meta.get(metaKeys.clientCapabilities);
    const declared = span === undefined ? undefined : valueAt(message.bytes, span);
    const told = filterCapabilities(isJsonObject(declared) ? declared : {}, rules);
    edits.set(metaKeys.clientCapabilities, JSON.stringify(mayBeTask ? told : withoutTasks(told)));
  }
  for (const [key, value] of relatedForServer(message, session.tasks) ?? []) edits.set(key, value);
  return edits.size === 0 ? undefined : edits;
}

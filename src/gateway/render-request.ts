import type { Tool } from '../definitions/index.ts';
import type { ByteParts } from '../kernel/index.ts';
import type { ServerRequests } from '../policy/index.ts';
import {
  type Edits,
  type JsonObject,
  type Piece,
  paramsOf,
  type RequestMessage,
  requestInParts,
  writeParamHeaders,
} from '../protocol/index.ts';
import type { RequestHeaders } from '../upstream/index.ts';
import type { Continuation } from './continuation/request-states.ts';
import { outgoingMeta } from './outgoing-meta.ts';
import type { Session } from './sessions/session.ts';

/** What a call brings that has waited for a person is between the client and us: to the server it is a fresh one. */
const ours: Edits = new Map([
  ['requestState', undefined],
  ['inputResponses', undefined],
]);

/**
 * A client's request as it goes upstream: an envelope of our own, every parameter as the exact bytes that were judged,
 * and our own id as the progress token, so that progress finds its way back.
 *
 * @param waited the call came back to hear of a person's decision
 * @param mayBeTask whether the server may answer with a task
 */
export function renderRequest(
  message: RequestMessage,
  session: Session,
  rules: ServerRequests | undefined,
  upstreamId: number,
  continuation?: Continuation,
  waited = false,
  mayBeTask = false,
): ByteParts {
  const meta = outgoingMeta(message, session, rules, String(upstreamId), mayBeTask);
  const edits = editsOf(message, continuation, waited, mayBeTask);
  return requestInParts(upstreamId, message.method, paramsOf(message, edits, meta));
}

/** @returns what becomes of members of `params`; `undefined` where all stay, as in nearly every call */
function editsOf(
  message: RequestMessage,
  continuation: Continuation | undefined,
  waited: boolean,
  mayBeTask: boolean,
): Edits | undefined {
  const dropsTask = !mayBeTask && message.params.has('task');
  if (continuation === undefined && !waited && !dropsTask) return undefined;
  const edits = new Map<string, Piece | undefined>();
  // The state that the server gave goes back to it to the byte; ours around it was for the client.
  if (continuation !== undefined) edits.set('requestState', continuation.inner);
  else if (waited) for (const [key, value] of ours) edits.set(key, value);
  if (dropsTask) edits.set('task', undefined);
  return edits;
}

/**
 * Headers of the stateless revision are written afresh from the body that was judged, never passed on.
 *
 * @param resolved the tool that is called and the arguments as they were judged; absent for what is no call of a tool
 */
export function requestHeaders(
  message: RequestMessage,
  session: Session,
  resolved?: { readonly tool: Tool | undefined; readonly arguments: JsonObject },
): RequestHeaders {
  const { revision } = session;
  const repeated = resolved?.tool?.paramHeaders ?? [];
  // Whichever era the client speaks: the server may be of the other.
  const params = repeated.length === 0 ? {} : { params: writeParamHeaders(repeated, resolved?.arguments ?? {}) };
  if (!revision.stateless) return { protocolVersion: session.connection.protocolVersion, ...params };
  const name = revision.nameOf(message);
  return {
    protocolVersion: revision.version,
    method: message.method,
    ...(name === undefined ? {} : { name }),
    ...params,
    ...(resolved?.tool?.onlyAsTask === true ? { onlyAsTask: true } : {}),
  };
}

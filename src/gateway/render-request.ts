import type { ServerRequests } from '../policy/index.ts';
import { paramsOf, type RequestMessage, writeRequest } from '../protocol/index.ts';
import type { RequestHeaders } from '../upstream/index.ts';
import { outgoingMeta } from './outgoing-meta.ts';
import type { Session } from './session.ts';

/**
 * A client's request as it goes upstream: an envelope of our own, every parameter as the exact bytes that were judged,
 * and our own id as the progress token, so that progress finds its way back.
 */
export function renderRequest(
  message: RequestMessage,
  session: Session,
  rules: ServerRequests | undefined,
  upstreamId: number,
): Buffer {
  const meta = outgoingMeta(message, session, rules, String(upstreamId));
  return writeRequest(upstreamId, message.method, paramsOf(message, undefined, meta));
}

/** Headers of the stateless revision are written afresh from the body that was judged, never passed on. */
export function requestHeaders(message: RequestMessage, session: Session): RequestHeaders {
  const { revision } = session;
  if (!revision.stateless) return { protocolVersion: session.connection.protocolVersion };
  const name = revision.nameOf(message);
  return { protocolVersion: revision.version, method: message.method, ...(name === undefined ? {} : { name }) };
}

import type { Params } from '../../protocol/index.ts';
import type { RequestHeaders } from '../../upstream/index.ts';
import { ownMeta } from '../sessions/discover.ts';
import type { Session } from '../sessions/session.ts';

/** The stateless revision wants each request to say who asks and under which revision. */
export function ownParams(session: Pick<Session, 'revision' | 'declared'>, params: Params): Params {
  return session.revision.stateless ? [...params, ['_meta', session.declared?.meta ?? ownMeta]] : params;
}

/** Headers of a request that names nothing. */
export function plainHeaders(session: Pick<Session, 'connection' | 'revision'>, method: string): RequestHeaders {
  const { revision } = session;
  return revision.stateless
    ? { protocolVersion: revision.version, method }
    : { protocolVersion: session.connection.protocolVersion };
}

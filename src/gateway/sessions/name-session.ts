import { newSecret } from '../../kernel/index.ts';
import type { Ports } from '../ports.ts';
import type { Said } from './said.ts';
import type { Session } from './session.ts';
import { sessionDigest } from './sessions.ts';

/**
 * Gives a session that has begun the id by which its client and its records know it. The id carries what is needed to
 * go on with the session elsewhere; where that is too much, it is a mere secret.
 */
export function nameSession(session: Session, said: Said, ports: Ports): void {
  const upstream = session.connection.resumption;
  const id = ports.sessionSeal.seal(session.grantId, session.slug, { said, upstream }) ?? newSecret('');
  session.id = id;
  session.digest = sessionDigest(id);
}

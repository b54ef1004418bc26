import type { PrepareContext } from '../../define-verb.ts';
import { type Proof, provePassword } from '../session/prove-password.ts';
import { readUser } from '../user/user.ts';

/**
 * Asks for the password of who has signed in: a session that was left open must not be enough for what lasts. It is counted by
 * session, so that nobody who fails to sign in keeps them from changing a password.
 */
export async function proveOwnPassword(context: PrepareContext, password: string): Promise<Proof> {
  const { email } = await readUser(context.sql, context.actor.id);
  const { id, session } = context.actor;
  return provePassword(context, email, password, `session:${session ?? id}`);
}

import { call } from '../../api/call.ts';
import { putSession, session } from '../../api/session.ts';

/** Signs in, and learns what this user may. */
export async function signIn(given: {
  readonly email: string;
  readonly password: string;
  readonly code: string;
}): Promise<void> {
  const factor = given.code.trim() === '' ? {} : factorOf(given.code);
  const { token } = await call('session.begin', { email: given.email.trim(), password: given.password, ...factor });
  await enter(token);
}

/** What was typed as a code: six digits are the authenticator's, anything else is a recovery code. */
export function factorOf(given: string): { readonly totp: string } | { readonly recoveryCode: string } {
  const code = given.replaceAll(' ', '');
  return /^\d{6}$/.test(code) ? { totp: code } : { recoveryCode: given.trim() };
}

/** Goes on with a token that was just given. */
export async function enter(token: string): Promise<void> {
  const before = session();
  const nobody = { id: '', email: '', name: '', role: 'viewer', permissions: [] };
  // Who was here before stays until the answer is there: what they had open is not taken down and put up again.
  putSession({ state: 'signed-in', token, user: 'user' in before ? before.user : nobody });
  try {
    const { user, permissions } = await call('session.show', {});
    putSession({ state: 'signed-in', token, user: { ...user, permissions } });
  } catch (error) {
    putSession({ state: 'signed-out' });
    throw error;
  }
}

import { call } from '../../api/call.ts';
import { putSession } from '../../api/session.ts';

/** Signs in, and learns what this user may. */
export async function signIn(given: {
  readonly email: string;
  readonly password: string;
  readonly code: string;
}): Promise<void> {
  const code = given.code.replaceAll(' ', '');
  const factor = code === '' ? {} : /^\d{6}$/.test(code) ? { totp: code } : { recoveryCode: given.code.trim() };
  const { token } = await call('session.begin', { email: given.email.trim(), password: given.password, ...factor });
  await enter(token);
}

/** Goes on with a token that was just given. */
export async function enter(token: string): Promise<void> {
  const nobody = { id: '', email: '', name: '', role: 'viewer', permissions: [] };
  putSession({ state: 'signed-in', token, user: nobody });
  try {
    const { user, permissions } = await call('session.show', {});
    putSession({ state: 'signed-in', token, user: { ...user, permissions } });
  } catch (error) {
    putSession({ state: 'signed-out' });
    throw error;
  }
}

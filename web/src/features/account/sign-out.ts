import { call } from '../../api/call.ts';
import { putSession } from '../../api/session.ts';

/** Ends the session here and at the gateway. */
export async function signOut(): Promise<void> {
  await call('session.end', {}).catch(() => undefined);
  putSession({ state: 'signed-out' });
  window.location.assign('/sign-in');
}

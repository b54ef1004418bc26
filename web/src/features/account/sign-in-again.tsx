import { putSession, useSession } from '../../api/session.ts';
import { Dialog } from '../../ui/index.ts';
import { SignInForm } from './sign-in-form.tsx';

/** The session is over while a page is open: signing in happens above it, and nothing that was typed is lost. */
export function SignInAgain() {
  const now = useSession();
  if (now.state !== 'expired') return null;
  return (
    <Dialog
      open
      onClose={() => putSession({ state: 'signed-out' })}
      title="Your session has ended"
      lead="Sign in to go on. What you typed is still here."
    >
      <SignInForm email={now.user.email} onDone={() => undefined} />
    </Dialog>
  );
}

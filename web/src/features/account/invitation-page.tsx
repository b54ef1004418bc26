import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { call, type Output } from '../../api/call.ts';
import { Problem } from '../../api/problem.ts';
import { Button, Checkbox, moment, ProblemNote, toast } from '../../ui/index.ts';
import { Outside } from './outside.tsx';
import { PasswordField } from './password-field.tsx';
import { secretOfAddress } from './secret-of-address.ts';
import { signIn } from './sign-in.ts';

/** A one-time link: the password of an account that was made for somebody, or a new one. */
export function InvitationPage() {
  const navigate = useNavigate();
  const [secret] = useState(secretOfAddress);
  const [invitation, setInvitation] = useState<Output<'invitation.show'>>();
  const [password, setPassword] = useState('');
  const [revoke, setRevoke] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    call('invitation.show', { secret }).then(setInvitation, setProblem);
  }, [secret]);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (invitation === undefined) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await call('invitation.accept', { secret, password, ...(revoke ? { made: 'revoke' as const } : {}) });
      // The link is used up: whatever stands in the way from here on, the new password is how one goes on.
      await signIn({ email: invitation.email, password, code: '' }).catch(async (error: unknown) => {
        const factor = error instanceof Problem && error.code === 'second_factor_required';
        toast(
          factor
            ? 'Your password is set. Your second factor is still asked for.'
            : 'Your password is set. Sign in with it.',
        );
        await navigate({ to: '/sign-in' });
        throw error;
      });
      await navigate({ to: '/' });
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Outside
      title={invitation?.kind === 'reset' ? 'Choose a new password' : 'Welcome to Toolgate'}
      lead={invitation === undefined ? undefined : `For ${invitation.email}`}
    >
      {invitation !== undefined && (
        <form onSubmit={(event) => void submit(event)}>
          <PasswordField kind="new" value={password} onChange={setPassword} />
          {invitation.apiKeys.length > 0 && (
            <div className="mb-4">
              <p className="mb-1.5 text-ink-2">
                Your sessions end. API keys that you made go on, unless you end them, too:
              </p>
              <ul className="mb-2 list-disc pl-5">
                {invitation.apiKeys.map(({ id, name, createdAt }) => (
                  <li key={id}>
                    <span className="foreign">{name}</span>, made {moment(createdAt)}
                  </li>
                ))}
              </ul>
              <Checkbox
                label="End them, and the one-time links that I made: somebody else knew my password"
                checked={revoke}
                onChange={(event) => setRevoke(event.target.checked)}
              />
            </div>
          )}
          <Button look="primary" type="submit" busy={busy} className="w-full">
            {invitation.kind === 'reset' ? 'Set it' : 'Join'}
          </Button>
        </form>
      )}
      {problem !== undefined && <ProblemNote problem={problem} className="mt-4" />}
    </Outside>
  );
}

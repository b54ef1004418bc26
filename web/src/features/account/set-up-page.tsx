import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { Button, ProblemNote } from '../../ui/index.ts';
import { EmailField } from './email-field.tsx';
import { Outside } from './outside.tsx';
import { PasswordField } from './password-field.tsx';
import { secretOfAddress } from './secret-of-address.ts';
import { enter } from './sign-in.ts';

/** The first account of an installation, by the one-time link that the gateway printed. */
export function SetUpPage() {
  const navigate = useNavigate();
  const [secret] = useState(secretOfAddress);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      const name = email.slice(0, email.indexOf('@')) || 'admin';
      const { token } = await call('setup.complete', { secret, email: email.trim(), name, password });
      await enter(token);
      await navigate({ to: '/welcome' });
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  if (secret === '') {
    return (
      <Outside
        title="The set-up link is not whole"
        lead="Copy it once more from where the gateway printed it, up to its last character."
      >
        <Button onClick={() => void navigate({ to: '/sign-in' })}>Sign in instead</Button>
      </Outside>
    );
  }
  return (
    <Outside
      title="Set up Toolgate"
      lead="The first account may do everything. There is no other one, and no default password."
    >
      <form onSubmit={(event) => void submit(event)}>
        <EmailField hint="You sign in with it. Nothing is sent." value={email} onChange={setEmail} />
        <PasswordField kind="new" value={password} onChange={setPassword} />
        {problem !== undefined && <ProblemNote problem={problem} className="mb-4" />}
        <Button look="primary" type="submit" busy={busy} className="w-full">
          Create the account
        </Button>
      </form>
    </Outside>
  );
}
